/// The MoQ model: [Origin], broadcast, track, group and [Frame], each with a producer and a
/// consumer.
///
/// This is the only shared mutable state of the media plane. A track is written by one producer
/// thread and read by any number of consumer threads. Frames are published with volatile writes:
/// a reader takes no lock and never delays the producer or another reader. Nothing here owns a
/// thread or reads a clock; the producer hands in `nowNanos`. The one thing that happens later by
/// itself, the end of a broadcast that nobody brought back, comes from the JDK's timer.
///
/// A broadcast is published here ([BroadcastProducer]) or announced by a session
/// ([Origin#announce]). Of the latter nothing is here until somebody reads it: its tracks and
/// groups are asked of a [BroadcastSource], each once, by the best [Route] there is.
///
/// Consumers are polled ([Poll]) and never block. A consumer that has nothing to read is told by
/// the wake-up given to its `onAvailable`.
@NullMarked
package org.moqgateway.moq.model;

import org.jspecify.annotations.NullMarked;
