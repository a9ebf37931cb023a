package org.moqgateway.moq.model;

import java.util.Optional;

/// Answers for tracks of a broadcast of this process that it does not have when somebody asks.
@FunctionalInterface
public interface TracksOnDemand {
    /// Nobody has such tracks.
    TracksOnDemand NONE = _ -> Optional.empty();

    /// Somebody wants to read a track that is not there. Called on the reader's thread, with no
    /// lock of the model held: cheap, never blocking, without an exception. Any number of names may
    /// be asked for, by whoever may read the broadcast: what is made for them must be bounded here.
    ///
    /// @param name as it was asked for; of a peer's choosing
    /// @return the name of the track that is read in its place, made before this returns: the same
    ///     one or another; empty: there is none
    Optional<String> trackFor(String name);
}
