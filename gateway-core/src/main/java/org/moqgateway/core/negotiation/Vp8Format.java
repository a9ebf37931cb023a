package org.moqgateway.core.negotiation;

import java.util.List;
import java.util.regex.Pattern;
import org.moqgateway.core.sdp.FormatParameters;

/// RFC 7741 §6.1. Its parameters bound what a receiver would like, which nobody keeps to: any
/// format suits any stream.
final class Vp8Format implements FormatRules {
    static final FormatRules RULES = new Vp8Format();

    private static final Pattern CODEC_STRING = Pattern.compile("vp8|vp08(\\..*)?");

    private Vp8Format() {}

    @Override
    public boolean isNamedBy(String codecString) {
        return CODEC_STRING.matcher(codecString).matches();
    }

    @Override
    public int firstPayloadType() {
        return 108;
    }

    @Override
    public int rank(FormatParameters peer, String codecString) {
        return 0;
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
        return "VP8";
    }
}
