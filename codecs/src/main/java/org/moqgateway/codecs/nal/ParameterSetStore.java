package org.moqgateway.codecs.nal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.moqgateway.codecs.VideoConfig;
import org.moqgateway.codecs.nal.ParameterSet.Kind;

/// The newest parameter set of every id, and which of them the receiver of the frames lacks
/// yet.
///
/// A set that differs from the one it replaces is pending until [#write] has written it. The
/// bytes of all sets together are bounded by [#MAX_TOTAL_BYTES]. A set that is asked about with
/// [#holds] before it is parsed is parsed once per change.
///
/// Thread rule: confined to one thread.
public final class ParameterSetStore {
    /// Real streams need less than 300 bytes; the bound is for hostile ones.
    public static final int MAX_TOTAL_BYTES = 64 * 1024;

    private static final int START_CODE_BYTES = 4;

    /// A NAL unit kept for later; its bytes are never modified.
    private static final class Stored {
        private final ParameterSet set;
        private final byte[] bytes;
        private boolean pending = true;

        Stored(ParameterSet set, byte[] buffer, int offset, int length) {
            this.set = set;
            bytes = Arrays.copyOfRange(buffer, offset, offset + length);
        }
    }

    private final @Nullable Stored[] videos;
    private final @Nullable Stored[] sequences;
    private final @Nullable Stored[] pictures;
    private final Set<Kind> kinds;
    private final List<Stored> selected = new ArrayList<>();
    private int totalBytes;
    private boolean anyPending;

    /// Creates an empty store.
    ///
    /// @param videoIds how many video parameter sets there may be, 0 when the codec has none
    /// @param sequenceIds how many sequence parameter sets there may be
    /// @param pictureIds how many picture parameter sets there may be
    public ParameterSetStore(int videoIds, int sequenceIds, int pictureIds) {
        videos = new @Nullable Stored[videoIds];
        sequences = new @Nullable Stored[sequenceIds];
        pictures = new @Nullable Stored[pictureIds];
        kinds = EnumSet.allOf(Kind.class);
        if (videoIds == 0) {
            kinds.remove(Kind.VIDEO);
        }
    }

    private @Nullable Stored[] of(Kind kind) {
        return switch (kind) {
            case VIDEO -> videos;
            case SEQUENCE -> sequences;
            case PICTURE -> pictures;
        };
    }

    /// Whether the very bytes of a NAL unit are the newest set of their id, so that nothing is
    /// to be parsed.
    public boolean holds(Kind kind, byte[] buffer, int offset, int length) {
        for (Stored stored : of(kind)) {
            if (stored != null
                    && stored.bytes.length == length
                    && Arrays.equals(stored.bytes, 0, length, buffer, offset, offset + length)) {
                return true;
            }
        }
        return false;
    }

    /// Takes a set in place of the one with its id.
    ///
    /// @param buffer the array that holds the NAL unit, whose bytes are copied
    /// @return false when there is no room for it
    public boolean store(ParameterSet set, byte[] buffer, int offset, int length) {
        @Nullable Stored[] kept = of(set.kind());
        Stored old = kept[set.id()];
        int oldBytes = old == null ? 0 : old.bytes.length;
        if (length > MAX_TOTAL_BYTES - totalBytes + oldBytes) {
            return false;
        }
        totalBytes += length - oldBytes;
        anyPending = true;
        kept[set.id()] = new Stored(set, buffer, offset, length);
        return true;
    }

    /// The kinds of sets that the codec has.
    Set<Kind> kinds() {
        return kinds;
    }

    /// The configuration of a slice that refers to a picture parameter set, or null when one of
    /// the sets it builds on is unknown.
    @Nullable VideoConfig configOf(int pictureId) {
        int sequenceId = sequenceIdOf(pictureId);
        Stored sequence = sequenceId < 0 ? null : sequences[sequenceId];
        if (sequence == null) {
            return null;
        }
        boolean complete = videos.length == 0 || videos[sequence.set.parentId()] != null;
        return complete ? sequence.set.config() : null;
    }

    /// The sequence parameter set behind a picture parameter set, or -1.
    int sequenceIdOf(int pictureId) {
        Stored picture = pictures[pictureId];
        return picture == null ? -1 : picture.set.parentId();
    }

    /// Selects what the next frame needs: all that is pending, and for a keyframe the active
    /// sequence parameter set with all that it builds on and that builds on it, since later
    /// slices may refer to them.
    ///
    /// @param activeSequenceId -1 for a frame that is no keyframe
    /// @return bytes that [#write] will write
    int select(int activeSequenceId) {
        selected.clear();
        if (activeSequenceId < 0 && !anyPending) {
            return 0;
        }
        Stored active = activeSequenceId < 0 ? null : sequences[activeSequenceId];
        int activeVideoId = active == null ? -1 : active.set.parentId();
        for (Stored stored : videos) {
            selectIf(stored, stored != null && stored.set.id() == activeVideoId);
        }
        for (Stored stored : sequences) {
            selectIf(stored, stored != null && stored.set.id() == activeSequenceId);
        }
        for (Stored stored : pictures) {
            selectIf(stored, stored != null && stored.set.parentId() == activeSequenceId);
        }
        int size = 0;
        for (Stored stored : selected) {
            size += START_CODE_BYTES + stored.bytes.length;
        }
        return size;
    }

    private void selectIf(@Nullable Stored stored, boolean active) {
        if (stored != null && (active || stored.pending)) {
            selected.add(stored);
        }
    }

    /// Writes what is selected at the beginning of a zeroed array. What others build on comes
    /// first: decoders refuse a picture parameter set whose sequence they have not seen.
    void write(byte[] out) {
        int at = 0;
        for (Stored stored : selected) {
            at += START_CODE_BYTES;
            out[at - 1] = 1;
            System.arraycopy(stored.bytes, 0, out, at, stored.bytes.length);
            at += stored.bytes.length;
            stored.pending = false;
        }
        selected.clear();
        anyPending = false;
    }
}
