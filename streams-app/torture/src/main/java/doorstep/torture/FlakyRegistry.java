// SPDX-License-Identifier: Apache-2.0
package doorstep.torture;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import doorstep.process.RunException;
import doorstep.wire.SchemaRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.Schema;

/**
 * A schema registry over HTTP that assigns its own ids (1, 2, 3…) and can be slow or fail. It answers requests for
 * unknown ids with the API's error code for every other id, and with a bare 404 for the rest; real registries do
 * either. Thread-safe.
 */
final class FlakyRegistry implements SchemaRegistry, AutoCloseable {
    /** How the registry behaves. */
    enum Condition {
        WELL("answers at once"),
        SLOW("answers after half a second to two seconds"),
        FAILS("answers 500"),
        DENIES("answers 404 to everything, as a proxy without a backend does"),
        HANGS("does not answer");

        private final String text;

        Condition(String text) {
            this.text = text;
        }

        /** Description for reports. */
        String text() {
            return text;
        }
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SCHEMA_NOT_FOUND = 40403;
    private static final int LONGEST_HANG_MS = 60_000;

    private final List<Schema> schemas = new ArrayList<>(); // guarded by this; the first one has id 1
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "registry");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicLong troubled = new AtomicLong();
    private Condition condition = Condition.WELL; // guarded by this

    FlakyRegistry() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException("the registry does not start", e);
        }
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    synchronized void become(Condition next) {
        condition = next;
        notifyAll();
    }

    /** Number of requests that were answered late, wrongly or not at all. */
    long troubled() {
        return troubled.get();
    }

    @Override
    public synchronized int register(String subject, Schema schema) {
        int known = schemas.indexOf(schema);
        if (known >= 0) {
            return known + 1;
        }
        schemas.add(schema);
        return schemas.size();
    }

    @Override
    public synchronized Optional<Schema> find(int id) {
        return id >= 1 && id <= schemas.size() ? Optional.of(schemas.get(id - 1)) : Optional.empty();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Condition now = hold();
            if (now == Condition.FAILS) {
                send(exchange, 500, Map.of("error_code", 50001, "message", "backend"));
            } else if (now == Condition.DENIES) {
                exchange.sendResponseHeaders(404, -1);
            } else if (exchange.getRequestMethod().equals("POST")) {
                String text =
                        JSON.readTree(exchange.getRequestBody()).path("schema").asText();
                Schema schema = new Schema.Parser().parse(text);
                send(exchange, 200, Map.of("id", register("any", schema), "schema", text, "version", 1));
            } else {
                String path = exchange.getRequestURI().getPath();
                String name = path.substring(path.lastIndexOf('/') + 1);
                Optional<Schema> schema = name.matches("[0-9]{1,9}") ? find(Integer.parseInt(name)) : Optional.empty();
                if (schema.isPresent()) {
                    send(exchange, 200, Map.of("schema", schema.get().toString()));
                } else if (name.hashCode() % 2 == 0) {
                    send(exchange, 404, Map.of("error_code", SCHEMA_NOT_FOUND, "message", "Schema not found"));
                } else {
                    exchange.sendResponseHeaders(404, -1);
                }
            }
        }
    }

    /** Waits as long as the condition requires. */
    private synchronized Condition hold() {
        Condition first = condition;
        if (first == Condition.WELL) {
            return first;
        }
        troubled.incrementAndGet();
        long waitMs =
                switch (first) {
                    case SLOW -> ThreadLocalRandom.current().nextInt(500, 2_000);
                    case HANGS -> LONGEST_HANG_MS;
                    default -> 0;
                };
        long deadline = System.nanoTime() + waitMs * 1_000_000;
        try {
            for (long left = waitMs; left > 0 && condition == first; ) {
                wait(left);
                left = (deadline - System.nanoTime()) / 1_000_000;
            }
        } catch (InterruptedException e) {
            throw RunException.interrupted(e);
        }
        return condition;
    }

    private static void send(HttpExchange exchange, int status, Map<String, Object> body) throws IOException {
        byte[] bytes = JSON.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/vnd.schemaregistry.v1+json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        become(Condition.WELL);
        server.stop(0);
        threads.shutdownNow();
    }
}
