package org.moqgateway.codecs.h264;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moqgateway.codecs.VideoConfig;

/// The newest parameter set of every id, and which of them the receiver of the frames lacks yet.
///
/// A set that differs from the one it replaces is pending until [#write] has written it. The bytes
/// of all sets together are bounded by [#MAX_TOTAL_BYTES].
final class ParameterSets {
    /// Real streams need less than 200 bytes; the bound is for hostile ones.
    private static final int MAX_TOTAL_BYTES = 64 * 1024;

    private static final int START_CODE_BYTES = 4;

    /// A NAL unit kept for later; its bytes are never modified.
    private static final class NalBytes {
        private final byte[] bytes;
        private boolean pending = true;

        NalBytes(byte[] buffer, int offset, int length) {
            bytes = Arrays.copyOfRange(buffer, offset, offset + length);
        }

        boolean sameAs(byte[] buffer, int offset, int length) {
            return Arrays.equals(bytes, 0, bytes.length, buffer, offset, offset + length);
        }
    }

    private record Sequence(NalBytes nal, VideoConfig config) {}

    private record Picture(NalBytes nal, int spsId) {}

    private final @Nullable Sequence[] sequences = new @Nullable Sequence[32];
    private final @Nullable Picture[] pictures = new @Nullable Picture[256];
    private final List<NalBytes> selected = new ArrayList<>();
    private int totalBytes;
    private boolean anyPending;

    /// Takes a NAL unit of type 7.
    ///
    /// @return false when it cannot be parsed or there is no room for it
    boolean storeSequence(byte[] buffer, int offset, int length) {
        Optional<SequenceParameterSet> parsed = SequenceParameterSet.parse(buffer, offset, length);
        if (parsed.isEmpty()) {
            return false;
        }
        SequenceParameterSet set = parsed.get();
        Sequence old = sequences[set.id()];
        if (old != null && old.nal.sameAs(buffer, offset, length)) {
            return true;
        }
        if (!reserve(old == null ? 0 : old.nal.bytes.length, length)) {
            return false;
        }
        NalBytes nal = new NalBytes(buffer, offset, length);
        sequences[set.id()] = new Sequence(nal, set.videoConfig());
        return true;
    }

    /// Takes a NAL unit of type 8.
    ///
    /// @return false when it cannot be parsed or there is no room for it
    boolean storePicture(byte[] buffer, int offset, int length) {
        Optional<PictureParameterSet> parsed = PictureParameterSet.parse(buffer, offset, length);
        if (parsed.isEmpty()) {
            return false;
        }
        PictureParameterSet set = parsed.get();
        Picture old = pictures[set.id()];
        if (old != null && old.nal.sameAs(buffer, offset, length)) {
            return true;
        }
        if (!reserve(old == null ? 0 : old.nal.bytes.length, length)) {
            return false;
        }
        pictures[set.id()] = new Picture(new NalBytes(buffer, offset, length), set.spsId());
        return true;
    }

    private boolean reserve(int oldBytes, int newBytes) {
        if (newBytes > MAX_TOTAL_BYTES - totalBytes + oldBytes) {
            return false;
        }
        totalBytes += newBytes - oldBytes;
        anyPending = true;
        return true;
    }

    /// The configuration of a slice that refers to a picture parameter set, or null when either
    /// parameter set is unknown.
    @Nullable VideoConfig configOf(int ppsId) {
        int spsId = spsIdOf(ppsId);
        Sequence sequence = spsId < 0 ? null : sequences[spsId];
        return sequence == null ? null : sequence.config;
    }

    /// The sequence parameter set behind a picture parameter set, or -1.
    int spsIdOf(int ppsId) {
        Picture picture = pictures[ppsId];
        return picture == null ? -1 : picture.spsId;
    }

    /// Selects what the next frame needs: all that is pending, and for a keyframe the active
    /// sequence parameter set with all that builds on it, since later slices may refer to them.
    ///
    /// @param activeSpsId -1 for a frame that is no keyframe
    /// @return bytes that [#write] will write
    int select(int activeSpsId) {
        selected.clear();
        if (activeSpsId < 0 && !anyPending) {
            return 0;
        }
        for (int id = 0; id < sequences.length; id++) {
            Sequence set = sequences[id];
            if (set != null && (set.nal.pending || id == activeSpsId)) {
                selected.add(set.nal);
            }
        }
        for (Picture set : pictures) {
            if (set != null && (set.nal.pending || set.spsId == activeSpsId)) {
                selected.add(set.nal);
            }
        }
        int size = 0;
        for (NalBytes nal : selected) {
            size += START_CODE_BYTES + nal.bytes.length;
        }
        return size;
    }

    /// Writes what is selected at the beginning of a zeroed array. Sequences come first: decoders
    /// refuse a picture parameter set whose sequence parameter set they have not seen.
    void write(byte[] out) {
        int at = 0;
        for (NalBytes nal : selected) {
            at += START_CODE_BYTES;
            out[at - 1] = 1;
            System.arraycopy(nal.bytes, 0, out, at, nal.bytes.length);
            at += nal.bytes.length;
            nal.pending = false;
        }
        selected.clear();
        anyPending = false;
    }
}
