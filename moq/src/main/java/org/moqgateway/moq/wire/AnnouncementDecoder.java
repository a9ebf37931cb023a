package org.moqgateway.moq.wire;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Reads an [Announcement], whose layout is drawn there.
final class AnnouncementDecoder implements MessageDecoder<Announcement> {
    private static final Long UNKNOWN_HOP = 0L;

    @Override
    public boolean typed(MoqVersion version) {
        return version.hasAnnounceId();
    }

    @Override
    public Announcement decode(ByteBuffer message, MoqVersion version) throws WireException {
        long type = typed(version) ? WireReader.of(message).varInt() : -1;
        WireReader in = WireReader.body(message);
        Announcement announcement =
                typed(version) ? typedBody(type, in, version) : untypedBody(in, version);
        in.end();
        return announcement;
    }

    private static Announcement untypedBody(WireReader in, MoqVersion version)
            throws WireException {
        int status = in.uint8();
        String suffix = in.path();
        List<Long> hops = hops(in, version);
        if (status == AnnouncementEncoder.ENDED) {
            return new Announcement.End(suffix);
        }
        if (status == AnnouncementEncoder.ACTIVE
                || (status == AnnouncementEncoder.RESTART && version.hasAnnounceUpdate())) {
            return new Announcement.Start(suffix, hops, 0);
        }
        throw WireReader.malformed("unknown announce status " + status);
    }

    private static Announcement typedBody(long type, WireReader in, MoqVersion version)
            throws WireException {
        if (type == AnnouncementEncoder.START) {
            return new Announcement.Start(in.path(), hops(in, version), in.varInt());
        }
        if (type == AnnouncementEncoder.END) {
            return new Announcement.EndById(in.varInt());
        }
        if (type == AnnouncementEncoder.UPDATE) {
            return new Announcement.Update(in.varInt(), hops(in, version), in.varInt());
        }
        throw WireReader.malformed("unknown announcement " + type);
    }

    private static List<Long> hops(WireReader in, MoqVersion version) throws WireException {
        long count = in.varInt();
        if (count > Announcement.MAX_HOPS) {
            throw WireReader.malformed("more than 32 hops: " + count);
        }
        if (!version.hasHopIds()) {
            return Collections.nCopies((int) count, UNKNOWN_HOP);
        }
        List<Long> hops = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Long hop = in.varInt();
            if (!hop.equals(UNKNOWN_HOP) && hops.contains(hop)) {
                throw WireReader.malformed("a route that passes a hop twice");
            }
            hops.add(hop);
        }
        return hops;
    }
}
