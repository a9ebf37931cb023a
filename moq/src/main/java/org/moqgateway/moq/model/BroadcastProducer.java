package org.moqgateway.moq.model;

import java.util.Optional;
import java.util.function.Consumer;

/// Publishes one broadcast. All methods may be called from any thread; each track is written by one
/// thread.
public final class BroadcastProducer implements AutoCloseable {
    private final BroadcastState state;
    private final LiveTable table;

    BroadcastProducer(BroadcastState state, LiveTable table) {
        this.state = state;
        this.table = table;
    }

    /// The name under which the broadcast is announced.
    public String path() {
        return state.path;
    }

    /// Creates a track.
    ///
    /// @return the track; when the name is taken or the broadcast has ended, one that ended already
    ///     and refuses what is written
    public TrackProducer createTrack(TrackInfo info) {
        return TrackProducer.local(state.createTrack(info), info);
    }

    /// The first free name of the form number and suffix, such as `0.opus`. Only one thread may be
    /// creating tracks between this call and [#createTrack].
    public String uniqueName(String suffix) {
        return state.uniqueName(suffix);
    }

    /// Takes a track out of the broadcast and aborts it with [AbortReason#CANCELLED] unless it had
    /// ended; its name is free again.
    public void removeTrack(String name) {
        TrackState track = state.track(name);
        if (track != null) {
            state.removeTrack(track);
            track.end(new Ending.Aborted(AbortReason.CANCELLED));
        }
    }

    /// Sets who is asked for tracks that the broadcast does not have when somebody wants to read
    /// them. It replaces the one set before.
    public void onMissingTrack(TracksOnDemand tracks) {
        state.onDemand(tracks);
    }

    /// Open consumers of the broadcast.
    public int consumers() {
        return state.consumers.get();
    }

    /// Open consumers of one track; 0 when there is no such track.
    public int consumers(String trackName) {
        TrackState track = state.track(trackName);
        return track == null ? 0 : track.audience.size();
    }

    /// Opens a consumer of this broadcast, whoever owns its path by now.
    public BroadcastConsumer consume() {
        return new BroadcastConsumer(state);
    }

    /// Ends the broadcast as complete and withdraws its announcement.
    public void finish() {
        end(Ending.FINISHED);
    }

    /// Ends the broadcast at once; its tracks and their consumers are told `reason`.
    public void abort(AbortReason reason) {
        end(new Ending.Aborted(reason));
    }

    /// Same as aborting with [AbortReason#DROPPED]; nothing happens when it has ended.
    @Override
    public void close() {
        abort(AbortReason.DROPPED);
    }

    /// How the broadcast ended, if it did.
    public Optional<Ending> ending() {
        return Optional.ofNullable(state.ending());
    }

    /// Adds a listener that is told once how the broadcast ended, on the thread that ended it; at
    /// once when it has. A publisher learns here that another replaced it
    /// ([AbortReason#DUPLICATE]).
    public void onEnded(Consumer<Ending> listener) {
        state.listen(listener);
    }

    private void end(Ending ending) {
        table.withdraw(state);
        state.end(ending);
    }
}
