package org.moqgateway.core.negotiation;

import java.util.List;
import org.moqgateway.core.sdp.FormatParameters;

/// RFC 7587 §6.1 parameters. Each side writes what it likes to receive, and with `sprop-` what it
/// is
/// likely to send.
final class OpusFormat implements FormatRules {
    static final FormatRules RULES = new OpusFormat();

    private OpusFormat() {}

    @Override
    public boolean isNamedBy(String codecString) {
        return codecString.equals("opus");
    }

    @Override
    public int firstPayloadType() {
        return 111;
    }

    @Override
    public int rank(FormatParameters peer, String codecString) {
        return 0;
    }

    @Override
    public String answer(FormatParameters peer, Flow flow) {
        boolean stereo = isOne(peer, "stereo");
        StringBuilder ours = new StringBuilder("minptime=10;useinbandfec=1");
        switch (flow) {
            case INGEST -> ours.append(";stereo=1");
            case EGRESS -> ours.append(stereo ? ";stereo=1;sprop-stereo=1" : "");
        }
        return ours.append(isOne(peer, "usedtx") ? ";usedtx=1" : "").toString();
    }

    @Override
    public List<String> offers(String codecString) {
        return List.of("minptime=10;useinbandfec=1;stereo=1;sprop-stereo=1");
    }

    private static boolean isOne(FormatParameters peer, String name) {
        return peer.parameter(name).orElse("0").equals("1");
    }

    @Override
    public String describe(String codecString) {
        return "Opus";
    }
}
