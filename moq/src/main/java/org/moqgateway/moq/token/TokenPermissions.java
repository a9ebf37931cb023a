package org.moqgateway.moq.token;

import java.util.List;

/// What a connection may do, as prefixes relative to the path that it asked for; the empty
/// prefix is that path and everything below it.
///
/// @param publish prefixes that it may publish
/// @param subscribe prefixes that it may subscribe to
public record TokenPermissions(List<String> publish, List<String> subscribe) {
    /// Copies the lists.
    public TokenPermissions {
        publish = List.copyOf(publish);
        subscribe = List.copyOf(subscribe);
    }
}
