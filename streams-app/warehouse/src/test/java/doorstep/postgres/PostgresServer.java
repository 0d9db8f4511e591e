// SPDX-License-Identifier: Apache-2.0
package doorstep.postgres;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A PostgreSQL server of the tests of this JVM, in a temporary directory and on loopback. A shell that waits for the end of
 * its input stops it and removes the directory, so that it ends with this JVM however that ends.
 */
public final class PostgresServer {
    private static final String MISSING = "no PostgreSQL server is installed: what writes to one was not tested";
    /** The one role that needs a password. */
    static final String SECRETIVE = "secretive";

    private static final boolean ROOT = System.getProperty("user.name").equals("root");
    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    private static PostgresServer running;

    private final Process process;
    private final int port;

    private PostgresServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts it if it does not run; skips the test where none is installed. */
    public static synchronized PostgresServer get() {
        Optional<Path> binaries = binaries();
        assumeTrue(binaries.isPresent(), MISSING);
        if (running == null) {
            try {
                running = start(binaries.get());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return running;
    }

    private static Optional<Path> binaries() {
        Stream<Path> onPath = Arrays.stream(
                        System.getenv().getOrDefault("PATH", "").split(":"))
                .map(Path::of);
        return Stream.concat(debian(), onPath)
                .filter(it -> Files.isExecutable(it.resolve("initdb")) && Files.isExecutable(it.resolve("postgres")))
                .findFirst();
    }

    private static Stream<Path> debian() {
        Path versions = Path.of("/usr/lib/postgresql");
        if (!Files.isDirectory(versions)) {
            return Stream.empty();
        }
        try (Stream<Path> found = Files.list(versions)) {
            return found.map(it -> it.resolve("bin")).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PostgresServer start(Path binaries) throws IOException {
        Path directory = Files.createTempDirectory("doorstep-postgres");
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        // It refuses to run as root. Its locale is not C, so that collations make a difference.
        List<String> command = new ArrayList<>();
        if (ROOT) {
            run("chown", "-R", "postgres", directory.toString());
            command.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
        }
        String script = "\"$1/initdb\" -D \"$2/data\" -U owner -A trust -E UTF8 --locale=C --locale-provider=icu"
                + " --icu-locale=en-US --no-sync >\"$2/log\" 2>&1"
                + " && sed -i '1i host all " + SECRETIVE + " 127.0.0.1/32 scram-sha-256' \"$2/data/pg_hba.conf\""
                + " && { \"$1/postgres\" -D \"$2/data\" -p \"$3\" -c listen_addresses=127.0.0.1 -k '' -c fsync=off"
                + " >>\"$2/log\" 2>&1 & server=$!; read -r _; kill -QUIT $server; wait $server; }; rm -rf \"$2\"";
        command.addAll(List.of("sh", "-c", script, "sh", binaries.toString(), directory.toString(), "" + port));
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        PostgresServer server = new PostgresServer(process, port);
        server.awaitConnection(directory.resolve("log"));
        return server;
    }

    private static void run(String... command) throws IOException {
        try {
            if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
                throw new IOException(String.join(" ", command) + " failed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private void awaitConnection(Path log) throws IOException {
        while (process.isAlive()) {
            try {
                connect("postgres", "").close();
                return;
            } catch (SQLException notYet) {
                Thread.onSpinWait();
            }
        }
        throw new IOException("PostgreSQL did not start: " + Files.readString(log));
    }

    int port() {
        return port;
    }

    /** An empty schema's name. */
    static String newSchema() {
        return "s" + SCHEMAS.incrementAndGet();
    }

    PostgresAddress address(String schema) {
        return address(schema, port);
    }

    /** @param proxy port of a proxy in front of the server */
    PostgresAddress address(String schema, int proxy) {
        return PostgresAddress.parse(
                "postgresql://owner@127.0.0.1:" + proxy + "/postgres?sslmode=disable&schema=" + schema,
                Map.of(),
                Optional.empty());
    }

    Connection connect(String database, String parameters) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=owner&sslmode=disable" + parameters);
    }

    /** The JDBC address of an empty database. */
    public String newDatabase() {
        String name = newSchema();
        execute("create database " + name);
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + name + "?user=owner&sslmode=disable";
    }

    void execute(String sql) {
        executeIn("postgres", sql);
    }

    void executeIn(String database, String sql) {
        try (Connection connection = connect(database, "");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The rows of a query, each as its values in text, joined by "|". */
    List<String> query(String schema, String sql) {
        try (Connection connection = connect("postgres", "&currentSchema=" + schema);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> found = new ArrayList<>();
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    values.add(Objects.toString(rows.getString(i), ""));
                }
                found.add(String.join("|", values));
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
