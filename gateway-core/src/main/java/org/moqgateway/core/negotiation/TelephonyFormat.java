package org.moqgateway.core.negotiation;

import java.util.List;
import org.moqgateway.core.sdp.FormatParameters;

/// The codecs of telephones and cameras, which are received and never sent. They have no parameters
/// (RFC 3551 §4.5).
///
/// @param name for a person
/// @param firstPayloadType the static payload type (RFC 3551 §6)
record TelephonyFormat(String name, int firstPayloadType) implements FormatRules {
    static final FormatRules PCMU = new TelephonyFormat("G.711 µ-law", 0);
    static final FormatRules PCMA = new TelephonyFormat("G.711 A-law", 8);
    static final FormatRules G722 = new TelephonyFormat("G.722", 9);

    @Override
    public boolean isNamedBy(String codecString) {
        return false;
    }

    @Override
    public int rank(FormatParameters peer, String codecString) {
        return codecString.isEmpty() ? 0 : UNUSABLE;
    }

    @Override
    public String answer(FormatParameters peer, Flow flow) {
        return "";
    }

    @Override
    public List<String> offers(String codecString) {
        return List.of("");
    }

    @Override
    public String describe(String codecString) {
        return name;
    }
}
