package org.moqgateway.core.negotiation;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The RTCP feedback messages that both sides agreed on for the chosen payload type (RFC 4585
/// §4.2).
///
/// @param nack        generic NACK
/// @param pli         picture loss indication
/// @param fir         full intra request (RFC 5104)
/// @param transportCc transport-wide feedback; only together with its header extension
/// @param remb        receiver estimated maximum bitrate
public record Feedback(boolean nack, boolean pli, boolean fir, boolean transportCc, boolean remb) {
    static final String NACK = "nack";
    static final String PLI = "nack pli";
    static final String FIR = "ccm fir";
    static final String TRANSPORT_CC = "transport-cc";
    static final String REMB = "goog-remb";

    /// What remains of the peer's list when we support `supported`. Without the header extension
    /// there is
    /// nothing that transport-wide feedback could speak about.
    static Feedback intersect(List<String> peer, Set<String> supported, ExtensionIds extensions) {
        List<String> common = peer.stream().filter(supported::contains).toList();
        return new Feedback(
                common.contains(NACK),
                common.contains(PLI),
                common.contains(FIR),
                common.contains(TRANSPORT_CC) && extensions.transportWideCc() > 0,
                common.contains(REMB));
    }

    /// The values for `a=rtcp-fb:<payload type> …`.
    List<String> types() {
        List<String> types = new ArrayList<>();
        addIf(types, remb, REMB);
        addIf(types, transportCc, TRANSPORT_CC);
        addIf(types, fir, FIR);
        addIf(types, nack, NACK);
        addIf(types, pli, PLI);
        return types;
    }

    private static void addIf(List<String> types, boolean negotiated, String type) {
        if (negotiated) {
            types.add(type);
        }
    }
}
