package org.moqgateway.core.negotiation;

import java.util.List;
import org.moqgateway.core.sdp.FormatParameters;

/// What a codec's payload format says about its `a=fmtp` parameters.
sealed interface FormatRules
        permits H264Format,
                H265Format,
                Vp8Format,
                Vp9Format,
                Av1Format,
                OpusFormat,
                TelephonyFormat {
    /// The rank of a format that cannot be used.
    int UNUSABLE = -1;

    /// True when a catalog's codec string names this codec.
    boolean isNamedBy(String codecString);

    /// The first payload type in our own offers, which a further format exceeds by two each.
    int firstPayloadType();

    /// How well a format of the peer suits a flow: 0 is best, [#UNUSABLE] is never chosen.
    ///
    /// @param codecString what will be sent, or the empty string when we receive
    int rank(FormatParameters peer, String codecString);

    /// Our parameters in answer to the peer's; empty for no `a=fmtp` line.
    String answer(FormatParameters peer, Flow flow);

    /// The parameters of every format that we offer, best first.
    ///
    /// @param codecString what will be sent, or the empty string when we receive
    List<String> offers(String codecString);

    /// What a codec string says, for a person: `H.264 High 4:2:2`.
    String describe(String codecString);

    /// A whole number among the parameters.
    ///
    /// @param absent what the payload format says that a missing one means
    /// @return -1 when what is written there is no number
    static int number(FormatParameters peer, String name, int absent) {
        return peer.parameter(name).map(FormatRules::number).orElse(absent);
    }

    private static int number(String digits) {
        return digits.matches("[0-9]{1,4}") ? Integer.parseInt(digits) : -1;
    }
}
