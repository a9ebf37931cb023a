package org.moqgateway.core.egress;

import org.moqgateway.codecs.PacketizedFrame;

/// One frame of a feed, packetized once for all viewers. Immutable.
///
/// @param mediaUs the broadcast's media timestamp in microseconds
/// @param packets its RTP payloads
/// @param reordered whether it is shown before a frame that was sent before it
record FeedFrame(long mediaUs, PacketizedFrame packets, boolean reordered) {}
