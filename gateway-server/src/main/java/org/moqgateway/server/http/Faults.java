package org.moqgateway.server.http;

/// Prints an unexpected exception in one line: what, why and where.
final class Faults {
    private Faults() {}

    static String inOneLine(Throwable fault) {
        StackTraceElement[] trace = fault.getStackTrace();
        String where = trace.length == 0 ? "" : " at " + trace[0];
        String what = fault.toString().replaceAll("\\s+", " ");
        return what + where;
    }
}
