package org.moqgateway.core.rtp.send;

/// The running counts behind [SendCounters].
final class SendTally {
    long packets;
    long payloadBytes;
    long repeatedPackets;
    long repeatedPayloadBytes;
    long lost;
    long nacked;
    long retransmitted;
    long retransmittedBytes;
    long nacksUnknown;
    long nacksCooling;
    long nacksOverBudget;

    SendCounters snapshot() {
        return new SendCounters(
                packets,
                payloadBytes,
                lost,
                nacked,
                retransmitted,
                retransmittedBytes,
                nacksUnknown,
                nacksCooling,
                nacksOverBudget);
    }
}
