package org.moqgateway.core.hang;

/// A line of a timeline: which group begins when.
///
/// @param group number of a group of the media track
/// @param timestampUs presentation time of its first frame, microseconds
public record TimelineRecord(long group, long timestampUs) {}
