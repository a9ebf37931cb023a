package org.moqgateway.server.http;

import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.moqgateway.core.egress.RenditionChoice;
import org.moqgateway.server.config.RenditionValues;

/// The renditions that a viewer's URL asks for: `?video=NAME&height=N&audio=NAME`, an empty name
/// for none of that kind.
final class RenditionQuery {
    private RenditionQuery() {}

    /// The choice; any rendition where the URL says nothing. 400 for a parameter given twice, and
    /// for what [RenditionValues] does not take.
    static RenditionChoice of(Context ctx) {
        return new RenditionChoice(
                name(ctx, "video"),
                one(
                                ctx,
                                "height",
                                RenditionValues::height,
                                "one number from 1 to " + RenditionValues.MAX_HEIGHT)
                        .map(OptionalInt::of)
                        .orElse(OptionalInt.empty()),
                name(ctx, "audio"));
    }

    private static Optional<String> name(Context ctx, String parameter) {
        return one(
                ctx,
                parameter,
                RenditionValues::name,
                "one name of at most "
                        + RenditionValues.MAX_NAME
                        + " characters, none of them a control character");
    }

    private static <T> Optional<T> one(
            Context ctx, String parameter, Function<String, Optional<T>> parser, String expected) {
        List<String> values = ctx.queryParams(parameter);
        if (values.isEmpty()) {
            return Optional.empty();
        }
        Optional<T> value = values.size() > 1 ? Optional.empty() : parser.apply(values.getFirst());
        if (value.isEmpty()) {
            throw Problem.of(
                            400,
                            "The query parameter \"%s\" must be %s.".formatted(parameter, expected))
                    .asException();
        }
        return value;
    }
}
