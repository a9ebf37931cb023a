package org.moqgateway.core.hang;

/// Delivery priorities of hang tracks; higher is sent first.
public final class TrackPriority {
    /// Of the catalog.
    public static final int CATALOG = 100;

    /// Of audio.
    public static final int AUDIO = 80;

    /// Of video.
    public static final int VIDEO = 60;

    private TrackPriority() {}
}
