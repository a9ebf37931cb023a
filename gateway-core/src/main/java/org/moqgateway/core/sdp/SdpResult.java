package org.moqgateway.core.sdp;

/// What parsing foreign text came to: a value, or the place and reason of the first fault.
///
/// @param <T> what was to be read
public sealed interface SdpResult<T> {

    /// The text was well-formed.
    record Parsed<T>(T value) implements SdpResult<T> {}

    /// The text was refused.
    ///
    /// @param lineNumber 1 for the first line; 0 when the fault is the text as a whole (size,
    /// missing lines)
    /// @param excerpt    the start of the offending line with anything unprintable replaced, at
    /// most 80 characters
    /// @param reason     what is wrong with it, for a person
    record Malformed<T>(int lineNumber, String excerpt, String reason) implements SdpResult<T> {

        /// One sentence for a problem document or a log line.
        public String describe() {
            return lineNumber == 0
                    ? reason
                    : "line " + lineNumber + " \"" + excerpt + "\": " + reason;
        }
    }
}
