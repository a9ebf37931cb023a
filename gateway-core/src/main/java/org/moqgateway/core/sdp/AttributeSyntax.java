package org.moqgateway.core.sdp;

/// The form of the attributes that somebody will rely on. They are checked while the line number is
/// still known, so that a refusal can name the line. Everything else passes as it is.
final class AttributeSyntax {
    private AttributeSyntax() {}

    /// What is wrong with the attribute, or the empty string.
    static String fault(Attribute attribute) {
        String value = attribute.value();
        return switch (attribute.name()) {
            case "mid" -> unless(SdpText.isToken(value), "a mid is one token");
            case "group" -> unless(isGroup(value), "expected <semantics> <mid>…");
            case "ice-ufrag" ->
                    unless(SdpText.isIceText(value, 4, 256), "expected 4 to 256 ice-chars");
            case "ice-pwd" ->
                    unless(SdpText.isIceText(value, 22, 256), "expected 22 to 256 ice-chars");
            case "setup" ->
                    unless(
                            Setup.of(value).isPresent(),
                            "expected active, passive, actpass or holdconn");
            case "fingerprint" ->
                    unless(!Fingerprint.isBroken(value), "expected <hash> <hex bytes>");
            case "rtpmap" ->
                    unless(
                            RtpMap.parse(value).isPresent(),
                            "expected <payload type> <encoding>/<clock rate>");
            case "fmtp" ->
                    unless(
                            FormatParameters.parse(value).isPresent(),
                            "expected <payload type> <parameters>");
            case "rtcp-fb" ->
                    unless(
                            RtcpFeedback.parse(value).isPresent(),
                            "expected <payload type> <feedback>");
            case "extmap" -> unless(ExtensionMap.parse(value).isPresent(), "expected <id> <uri>");
            case "ssrc" ->
                    unless(SsrcAttribute.parse(value).isPresent(), "expected <ssrc> <attribute>");
            case "ssrc-group" ->
                    unless(SsrcGroup.parse(value).isPresent(), "expected <semantics> <ssrc>…");
            case "candidate" -> unless(Candidate.parse(value).isPresent(), "not an ICE candidate");
            default -> "";
        };
    }

    private static String unless(boolean wellFormed, String fault) {
        return wellFormed ? "" : fault;
    }

    private static boolean isGroup(String value) {
        return !SdpText.words(value).isEmpty()
                && SdpText.words(value).stream().allMatch(SdpText::isToken);
    }
}
