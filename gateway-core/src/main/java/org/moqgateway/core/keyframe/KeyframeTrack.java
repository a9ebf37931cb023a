package org.moqgateway.core.keyframe;

import java.util.regex.Pattern;
import org.moqgateway.moq.model.Frame;

/// The track that is a keyframe request: its name, and what its one frame says.
///
/// ```
///  0 1 2 3 4 5 6 7
/// +-+-+-+-+-+-+-+-+
/// |  Answers (8)  |  1: the sender gives keyframes when asked, as far as is known; else 0
/// +-+-+-+-+-+-+-+-+
/// |  ...             nothing is written here, and what is here is not read
/// ```
final class KeyframeTrack {
    private static final Pattern NAME = Pattern.compile("keyframe/[0-9]{1,19}");

    private KeyframeTrack() {}

    /// The name under which everybody asks in the same second: relays make one subscription of it.
    static String name(long unixSeconds) {
        return "keyframe/" + unixSeconds;
    }

    /// Whether a name is that of a request.
    static boolean names(String name) {
        return NAME.matcher(name).matches();
    }

    /// The answer.
    static Frame frame(boolean answers) {
        return new Frame(0, new byte[] {(byte) (answers ? 1 : 0)});
    }

    /// What an answer says; of anything that is none: no.
    static boolean answers(byte[] payload) {
        return payload.length > 0 && payload[0] == 1;
    }
}
