package org.moqgateway.moq.transport.netty;

import java.util.ArrayList;
import java.util.List;

/// Turns the send orders of a connection's streams, which may be any numbers, into quiche's
/// urgencies, of which there are few: 1 is sent first, 126 last. Belongs to the connection's loop.
///
/// Telling quiche costs a native call, so an urgency is kept while it fits between those of its
/// neighbours: a new group, which is ahead of all others, costs one call.
final class SendRanks {
    /// Control streams, outside the ranking.
    static final int CONTROL_URGENCY = 0;

    /// A stream that has no urgency yet.
    static final int NONE = -1;

    private static final int FIRST = 1;
    private static final int LAST = 126;

    /// What is ranked.
    interface Ranked {
        /// The higher, the earlier.
        long order();

        /// The urgency in force, or [#NONE].
        int urgency();

        /// Brings an urgency into force.
        void urgency(int urgency);
    }

    /// By falling order; the elder first among equal ones, which share an urgency.
    private final List<Ranked> ranked = new ArrayList<>();

    /// Adds a stream that begins to send.
    void add(Ranked stream) {
        int place = ranked.size();
        while (place > 0 && ranked.get(place - 1).order() < stream.order()) {
            place--;
        }
        ranked.add(place, stream);
        fit(stream, place);
    }

    /// Removes a stream that has ended; ignored if it is not there.
    void remove(Ranked stream) {
        ranked.remove(stream);
    }

    /// Puts a stream to its new place after its order changed; ignored if it is not there.
    void changed(Ranked stream) {
        if (ranked.remove(stream)) {
            add(stream);
        }
    }

    private void fit(Ranked stream, int place) {
        int before = CONTROL_URGENCY;
        int after = LAST + 1;
        if (place > 0) {
            Ranked ahead = ranked.get(place - 1);
            if (ahead.order() == stream.order()) {
                set(stream, ahead.urgency());
                return;
            }
            before = ahead.urgency();
        }
        if (place + 1 < ranked.size()) {
            after = ranked.get(place + 1).urgency();
        }
        if (stream.urgency() > before && stream.urgency() < after) {
            return;
        }
        if (after - before < 2) {
            spread();
        } else if (place == 0) {
            // Most often the newest comes first: leave it as much room ahead as there is.
            set(stream, after - 1);
        } else {
            set(stream, before + (after - before) / 2);
        }
    }

    /// Numbers all anew, at the far end so that the next ones find room ahead. Those beyond the
    /// last urgency share it.
    private void spread() {
        int different = 1;
        for (int i = 1; i < ranked.size(); i++) {
            different += ranked.get(i).order() == ranked.get(i - 1).order() ? 0 : 1;
        }
        int urgency = Math.max(FIRST, LAST + 1 - different);
        for (int i = 0; i < ranked.size(); i++) {
            if (i > 0 && ranked.get(i).order() != ranked.get(i - 1).order()) {
                urgency = Math.min(LAST, urgency + 1);
            }
            set(ranked.get(i), urgency);
        }
    }

    private static void set(Ranked stream, int urgency) {
        if (stream.urgency() != urgency) {
            stream.urgency(urgency);
        }
    }
}
