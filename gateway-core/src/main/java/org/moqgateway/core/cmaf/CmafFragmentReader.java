package org.moqgateway.core.cmaf;

import java.nio.ByteBuffer;
import org.jcodec.containers.mp4.boxes.Box;
import org.jcodec.containers.mp4.boxes.Header;
import org.jcodec.containers.mp4.boxes.TrackFragmentBaseMediaDecodeTimeBox;
import org.jcodec.containers.mp4.boxes.TrackFragmentHeaderBox;
import org.jcodec.containers.mp4.boxes.TrunBox;

/// Reads the samples of fragments (ISO/IEC 14496-12 §8.8): `moof` and `mdat`, of which a MoQ
/// frame has one pair or several. Other boxes, as `styp` and `prft`, are passed over.
///
/// ```text
/// moof
///   mfhd                  sequence number, not read
///   traf                  the first one counts
///     tfhd                defaults for duration, size and flags
///     tfdt                decoding time of the first sample
///     trun ...            per sample: duration, size, flags, composition offset
/// mdat                    the samples
/// ```
///
/// Samples are ranges of the payload; nothing is copied but the tables. A fragment whose
/// samples reach beyond `mdat`, or whose times cannot be told, is malformed as a whole.
///
/// Belongs to one thread.
public final class CmafFragmentReader {
    private static final int MOOF = BoxCursor.type("moof");
    private static final int MDAT = BoxCursor.type("mdat");
    private static final int TRAF = BoxCursor.type("traf");
    private static final int TFHD = BoxCursor.type("tfhd");
    private static final int TFDT = BoxCursor.type("tfdt");
    private static final int TRUN = BoxCursor.type("trun");

    private final CmafInit init;
    private final SampleTable samples = new SampleTable();

    /// A reader of one track.
    ///
    /// @param init of the track
    public CmafFragmentReader(CmafInit init) {
        this.init = init;
    }

    /// Reads one MoQ frame. Never throws for what the bytes hold.
    ///
    /// @param payload only read
    /// @param sink told of each sample before this returns
    /// @return false when the payload is malformed or has no sample: then the sink was told
    ///     nothing
    public boolean read(byte[] payload, FragmentSink sink) {
        samples.clear();
        try {
            if (!fragments(new BoxCursor(ByteBuffer.wrap(payload), 0, payload.length))) {
                return false;
            }
        } catch (RuntimeException e) {
            // The library's word for a box that it cannot read.
            return false;
        }
        samples.deliver(sink);
        return true;
    }

    private boolean fragments(BoxCursor top) {
        while (top.find(MOOF)) {
            int moof = top.start();
            BoxCursor track = top.children(0);
            if (!track.find(TRAF) || !top.find(MDAT)) {
                return false;
            }
            if (!track(track, new RunReader(init, samples, moof, top.body(), top.boxEnd()))) {
                return false;
            }
        }
        return !top.broken() && samples.count() > 0;
    }

    private static boolean track(BoxCursor track, RunReader runs) {
        BoxCursor box = track.children(0);
        while (box.next()) {
            if (box.type() == TFHD) {
                runs.header(parsed(new TrackFragmentHeaderBox(header("tfhd")), box));
            } else if (box.type() == TFDT) {
                runs.decodeTime(
                        parsed(new TrackFragmentBaseMediaDecodeTimeBox(header("tfdt")), box));
            } else if (box.type() == TRUN
                    && !(RunReader.plausible(box.content())
                            && runs.run(parsed(new TrunBox(header("trun")), box)))) {
                return false;
            }
        }
        return !box.broken();
    }

    private static Header header(String type) {
        return Header.createHeader(type, 0);
    }

    private static <B extends Box> B parsed(B box, BoxCursor at) {
        box.parse(at.content());
        return box;
    }
}
