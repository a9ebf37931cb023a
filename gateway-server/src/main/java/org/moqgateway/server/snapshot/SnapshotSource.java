package org.moqgateway.server.snapshot;

import org.moqgateway.media.picture.Keyframe;

/// What a snapshot is made of.
///
/// @param broadcast the broadcast's path
/// @param group number of the group that the keyframe begins
/// @param keyframe the newest of the broadcast
/// @param width the picture's greatest width, pixels
public record SnapshotSource(String broadcast, long group, Keyframe keyframe, int width) {}
