package org.moqgateway.core.egress;

import org.moqgateway.codecs.PacketizedFrame;

/// One frame of a feed, packetized once for all viewers. Immutable.
///
/// @param mediaUs the broadcast's media timestamp in microseconds
/// @param packets its RTP payloads
record FeedFrame(long mediaUs, PacketizedFrame packets) {}
