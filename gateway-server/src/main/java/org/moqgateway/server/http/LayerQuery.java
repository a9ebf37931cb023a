package org.moqgateway.server.http;

import io.javalin.http.Context;
import java.util.List;
import org.moqgateway.codecs.LayerLimit;

/// The layers of a scalable stream that a viewer's URL asks for: `?spatial=0&temporal=1`.
final class LayerQuery {
    private static final int HIGHEST = 7;

    private LayerQuery() {}

    /// The limit; everything where the URL says nothing. 400 for anything but one layer from 0
    /// to 7.
    static LayerLimit of(Context ctx) {
        return new LayerLimit(layer(ctx, "spatial"), layer(ctx, "temporal"));
    }

    private static int layer(Context ctx, String name) {
        List<String> values = ctx.queryParams(name);
        if (values.isEmpty()) {
            return HIGHEST;
        }
        if (values.size() > 1 || !values.getFirst().matches("[0-7]")) {
            throw Problem.of(
                            400,
                            "The query parameter \"%s\" must be one layer from 0 to 7, was \"%s\"."
                                    .formatted(name, String.join(", ", values)))
                    .asException();
        }
        return Integer.parseInt(values.getFirst());
    }
}
