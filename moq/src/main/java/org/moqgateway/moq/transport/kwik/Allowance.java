package org.moqgateway.moq.transport.kwik;

/// What may be spent: a stock that is filled up again slowly. Used by one thread.
final class Allowance {
    private static final double NANOS_PER_SECOND = 1e9;

    private final double most;
    private final double perSecond;
    private double left;
    private long filledNanos;
    private boolean begun;

    /// A full stock.
    ///
    /// @param most how much it holds
    /// @param perSecond how fast it is filled up
    Allowance(int most, double perSecond) {
        this.most = most;
        this.perSecond = perSecond;
        this.left = most;
    }

    /// Takes one.
    ///
    /// @return false when nothing was left
    boolean spend(long nowNanos) {
        if (begun) {
            add((nowNanos - filledNanos) / NANOS_PER_SECOND * perSecond);
        }
        begun = true;
        filledNanos = nowNanos;
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }

    /// Fills it up beforehand; never beyond what it holds.
    void add(double more) {
        left = Math.min(most, left + more);
    }
}
