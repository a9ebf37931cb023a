package org.moqgateway.moq.wire;

import java.util.List;

/// Writes an [Announcement], whose layout is drawn there.
final class AnnouncementEncoder {
    static final int ENDED = 0;
    static final int ACTIVE = 1;
    static final int RESTART = 2;

    static final int START = 0;
    static final int END = 1;
    static final int UPDATE = 2;

    private AnnouncementEncoder() {}

    static byte[] untyped(Announcement announcement, MoqVersion version) {
        WireWriter out = new WireWriter();
        switch (announcement) {
            case Announcement.Start(String suffix, List<Long> hops, long _) ->
                    hops(out.uint8(ACTIVE).path(suffix), hops, version);
            case Announcement.End(String suffix) ->
                    hops(out.uint8(ENDED).path(suffix), List.of(), version);
            case Announcement.EndById _, Announcement.Update _ ->
                    WireWriter.require(false, "announcement by id", version);
        }
        return out.toMessage();
    }

    static byte[] typed(Announcement announcement, MoqVersion version) {
        WireWriter out = new WireWriter();
        return switch (announcement) {
            case Announcement.Start(String suffix, List<Long> hops, long cost) ->
                    hops(out.path(suffix), hops, version).varInt(cost).toMessage(START);
            case Announcement.EndById(long id) -> out.varInt(id).toMessage(END);
            case Announcement.Update(long id, List<Long> hops, long cost) ->
                    hops(out.varInt(id), hops, version).varInt(cost).toMessage(UPDATE);
            case Announcement.End _ ->
                    throw new IllegalArgumentException(version + " ends announcements by id");
        };
    }

    private static WireWriter hops(WireWriter out, List<Long> hops, MoqVersion version) {
        if (hops.size() > Announcement.MAX_HOPS) {
            throw new IllegalArgumentException("more than 32 hops: " + hops.size());
        }
        out.varInt(hops.size());
        if (version.hasHopIds()) {
            hops.forEach(out::varInt);
        }
        return out;
    }
}
