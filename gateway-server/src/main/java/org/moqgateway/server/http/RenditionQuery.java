package org.moqgateway.server.http;

import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.moqgateway.core.egress.RenditionChoice;

/// The renditions that a viewer's URL asks for: `?video=NAME&height=N&audio=NAME`, an empty name
/// for none of that kind.
final class RenditionQuery {
    private RenditionQuery() {}

    /// The choice; any rendition where the URL says nothing. 400 for a name given twice, and for
    /// anything but one height from 1 to 99999.
    static RenditionChoice of(Context ctx) {
        return new RenditionChoice(name(ctx, "video"), height(ctx), name(ctx, "audio"));
    }

    private static Optional<String> name(Context ctx, String parameter) {
        List<String> values = ctx.queryParams(parameter);
        if (values.size() > 1) {
            throw Problem.of(
                            400,
                            "The query parameter \"%s\" must be given once.".formatted(parameter))
                    .asException();
        }
        return values.stream().findFirst();
    }

    private static OptionalInt height(Context ctx) {
        List<String> values = ctx.queryParams("height");
        if (values.isEmpty()) {
            return OptionalInt.empty();
        }
        if (values.size() > 1 || !values.getFirst().matches("[1-9][0-9]{0,4}")) {
            throw Problem.of(
                            400,
                            ("The query parameter \"height\" must be one number from 1 to 99999,"
                                            + " was \"%s\".")
                                    .formatted(String.join(", ", values)))
                    .asException();
        }
        return OptionalInt.of(Integer.parseInt(values.getFirst()));
    }
}
