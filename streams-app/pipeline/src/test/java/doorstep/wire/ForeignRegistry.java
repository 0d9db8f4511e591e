package doorstep.wire;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;

/**
 * A third-party schema registry. It accepts any schema, including recursive ones, under its own ids (1, 2, 3…), and can
 * be slow, stuck, or hidden behind a proxy that answers 404 to everything.
 */
public final class ForeignRegistry implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** How a registry reports an unknown id. */
    public enum Refusal {
        /** Like Confluent's. */
        WITH_ERROR_CODE(404, "{\"error_code\": 40403, \"message\": \"Schema not found\"}"),
        WITHOUT_BODY(404, ""),
        BAD_REQUEST(400, "{\"message\": \"no such id\"}"),
        UNPROCESSABLE(422, "{\"error_code\": 42202}");

        private final int status;
        private final String body;

        Refusal(int status, String body) {
            this.status = status;
            this.body = body;
        }
    }

    private final Map<Integer, Schema> schemas;
    private final CountDownLatch over = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private volatile Refusal refusal = Refusal.WITH_ERROR_CODE;
    private volatile Duration delay = Duration.ZERO;
    private volatile boolean hidden;
    private volatile boolean full;
    private volatile String authorization;
    private int lastId; // guarded by this

    /** @param schemas that it already holds, by id */
    public ForeignRegistry(Map<Integer, Schema> schemas) throws IOException {
        this.schemas = new ConcurrentHashMap<>(schemas);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/schemas/ids/", this::find);
        server.createContext("/subjects/", this::register);
        server.setExecutor(threads);
        server.start();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Sets how it reports an unknown id. */
    public void refuse(Refusal refusal) {
        this.refusal = refusal;
    }

    /** Sets the delay of every answer. */
    public void delay(Duration delay) {
        this.delay = delay;
    }

    /** Whether a proxy in front of it answers 404 to everything. */
    public void hide(boolean hidden) {
        this.hidden = hidden;
    }

    /** Whether it refuses to register schemas. */
    public void takeNothing(boolean full) {
        this.full = full;
    }

    /** From now on it requires this authorization. */
    public void answerOnlyTo(String authorization) {
        this.authorization = authorization;
    }

    private void find(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        Schema schema = schemas.get(Integer.parseInt(path.substring(path.lastIndexOf('/') + 1)));
        if (hidden) {
            answer(exchange, 404, "<html>no such page</html>");
        } else if (schema == null) {
            answer(exchange, refusal.status, refusal.body);
        } else {
            answer(exchange, 200, JSON.writeValueAsString(Map.of("schema", schema.toString())));
        }
    }

    private void register(HttpExchange exchange) throws IOException {
        String text = JSON.readTree(exchange.getRequestBody()).path("schema").asText();
        if (hidden) {
            answer(exchange, 404, "<html>no such page</html>");
        } else if (full) {
            answer(exchange, 409, "{\"error_code\": 409, \"message\": \"Schema is incompatible\"}");
        } else {
            answer(exchange, 200, "{\"id\": " + idOf(new Schema.Parser().parse(text)) + "}");
        }
    }

    /** The schema's id if it has one, otherwise the next. */
    private synchronized int idOf(Schema schema) {
        for (Map.Entry<Integer, Schema> known : schemas.entrySet()) {
            if (known.getValue().equals(schema)) {
                return known.getKey();
            }
        }
        schemas.put(++lastId, schema);
        return lastId;
    }

    private void answer(HttpExchange exchange, int status, String body) throws IOException {
        String given = exchange.getRequestHeaders().getFirst("Authorization");
        if (authorization != null && !authorization.equals(given)) {
            send(exchange, 401, "{\"error_code\": 401, \"message\": \"Unauthorized\"}");
        } else {
            send(exchange, status, body);
        }
    }

    private void send(HttpExchange exchange, int status, String body) throws IOException {
        try {
            over.await(delay.toNanos(), TimeUnit.NANOSECONDS); // as slow as configured
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        over.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
