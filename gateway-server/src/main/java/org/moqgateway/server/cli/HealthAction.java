package org.moqgateway.server.cli;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.moqgateway.server.config.GatewaySettings;
import org.moqgateway.server.config.Setting;
import org.moqgateway.server.config.SettingException;
import org.moqgateway.server.config.SettingsLoader;

/// Asks the gateway of the same settings, on this machine, whether it serves: for supervisors and
/// containers that have no HTTP client.
final class HealthAction {
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    /// A certificate names the world's name of this machine, not the one that it has for itself.
    private static final TrustManager WHOEVER_IS_HERE =
            new X509TrustManager() {
                @Override
                public void checkClientTrusted(X509Certificate[] chain, String type) {
                    // Never a client's.
                }

                @Override
                public void checkServerTrusted(X509Certificate[] chain, String type) {
                    // The answer is a status, and nothing secret is told.
                }

                @Override
                public X509Certificate[] getAcceptedIssuers() {
                    return new X509Certificate[0];
                }
            };

    private final Map<String, String> environment;
    private final Console console;

    HealthAction(Map<String, String> environment, Console console) {
        this.environment = environment;
        this.console = console;
    }

    /// Blocks for some seconds at most.
    ///
    /// @return [ExitCode#OK] when it serves, [ExitCode#FAILED_TO_START] when it does not
    int run(Map<Setting, List<String>> flags) {
        try {
            GatewaySettings settings = SettingsLoader.load(flags, environment);
            URI health =
                    URI.create(
                            "%s://%s:%d/health"
                                    .formatted(
                                            settings.tls() == null ? "http" : "https",
                                            settings.listen().urlHost(),
                                            settings.listen().port()));
            int status = status(health);
            console.out().println(health + " answered " + status);
            return status == HttpURLConnection.HTTP_OK ? ExitCode.OK : ExitCode.FAILED_TO_START;
        } catch (SettingException e) {
            console.err().println("moq-gateway: " + e.getMessage());
            return ExitCode.USAGE;
        } catch (IOException e) {
            console.err().println("moq-gateway: it does not answer: " + e.getMessage());
            return ExitCode.FAILED_TO_START;
        }
    }

    private static int status(URI health) throws IOException {
        HttpURLConnection http = (HttpURLConnection) health.toURL().openConnection(Proxy.NO_PROXY);
        if (http instanceof HttpsURLConnection https) {
            https.setSSLSocketFactory(anyCertificate().getSocketFactory());
            https.setHostnameVerifier((host, session) -> true);
        }
        http.setConnectTimeout((int) TIMEOUT.toMillis());
        http.setReadTimeout((int) TIMEOUT.toMillis());
        try {
            return http.getResponseCode();
        } finally {
            http.disconnect();
        }
    }

    private static SSLContext anyCertificate() throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {WHOEVER_IS_HERE}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("no TLS on this platform", e);
        }
    }
}
