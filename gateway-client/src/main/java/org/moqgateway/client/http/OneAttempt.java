package org.moqgateway.client.http;

import java.io.IOException;
import okhttp3.Headers;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;

/// Keeps `Retry-After` from OkHttp, which would repeat a request by itself when it is 0, and would
/// stumble over large numbers: whoever called decides when to try again.
final class OneAttempt {
    private static final String NAME = "Retry-After";
    private static final String KEPT = "Kept-Retry-After";

    private OneAttempt() {}

    /// Makes a client that asks once.
    static OkHttpClient.Builder on(OkHttpClient.Builder client) {
        return client.addNetworkInterceptor(chain -> renamed(chain, NAME, KEPT))
                .addInterceptor(chain -> renamed(chain, KEPT, NAME));
    }

    private static Response renamed(Interceptor.Chain chain, String from, String to)
            throws IOException {
        Response response = chain.proceed(chain.request());
        String value = response.header(from);
        Headers.Builder headers = response.headers().newBuilder().removeAll(from).removeAll(to);
        if (value != null) {
            headers.add(to, Words.clean(value));
        }
        return response.newBuilder().headers(headers.build()).build();
    }
}
