package doorstep.torture;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import doorstep.wire.BundledSchemas;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.avro.Schema;

/** A schema registry that is not ours and takes any schema, recursive ones too. */
final class ForeignRegistry implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<Integer, Schema> schemas;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(2);

    ForeignRegistry(Map<Integer, Schema> schemas) throws IOException {
        this.schemas = schemas;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/schemas/ids/", this::find);
        server.createContext("/subjects/", this::register);
        server.setExecutor(threads);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void find(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        Schema schema = schemas.get(Integer.parseInt(path.substring(path.lastIndexOf('/') + 1)));
        if (schema == null) {
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        } else {
            answer(exchange, Map.of("schema", schema.toString()));
        }
    }

    private void register(HttpExchange exchange) throws IOException {
        String text = JSON.readTree(exchange.getRequestBody()).path("schema").asText();
        answer(exchange, Map.of("id", BundledSchemas.idOf(new Schema.Parser().parse(text))));
    }

    private static void answer(HttpExchange exchange, Map<String, Object> body) throws IOException {
        byte[] bytes = JSON.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
