/// The MoQ model: [Origin], broadcast, track, group and [Frame], each with a producer and a
/// consumer.
///
/// This is the only shared mutable state of the media plane. A track is written by one producer
/// thread and read by any number of consumer threads. Frames are published with volatile writes:
/// a reader takes no lock and never delays the producer or another reader. Nothing here owns a
/// thread or reads a clock; the producer hands in `nowNanos`.
///
/// Consumers are polled ([Poll]) and never block. A consumer that has nothing to read is told by
/// the wake-up given to its `onAvailable`.
@NullMarked
package org.moqgateway.moq.model;

import org.jspecify.annotations.NullMarked;
