// SPDX-License-Identifier: Apache-2.0
package doorstep.broker;

import doorstep.cluster.ClusterException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The directory of {@code --data} and the one broker that runs on it. The first process that opens the directory runs
 * the broker; processes that open it while that broker runs join it. Three files coordinate them:
 *
 * <ul>
 *   <li>{@code broker.lock}, locked by the process that runs the broker until it ends;
 *   <li>{@code broker.users}, locked (shared) by each process that joined: the first process stops the broker only when
 *       it holds this lock exclusively;
 *   <li>{@code broker.address}, the address of the broker. A killed process leaves the file behind; without the lock it
 *       means nothing.
 * </ul>
 */
public final class DataDirectory implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int CONNECT_MS = 2_000;
    private static final long POLL_MS = 50;

    /**
     * Directories whose broker runs in this process. File locks belong to a process, so a lock cannot be tested from
     * the process that holds it: closing the tested file would release the lock.
     */
    private static final Set<Path> HERE = ConcurrentHashMap.newKeySet();

    private final Path dir;
    private final Optional<FileChannel> lock;
    private final Optional<FileChannel> use;
    private final Optional<EmbeddedBroker> broker;
    private final String bootstrapServers;
    private boolean closed;

    private DataDirectory(
            Path dir,
            Optional<FileChannel> lock,
            Optional<FileChannel> use,
            Optional<EmbeddedBroker> broker,
            String bootstrapServers) {
        this.dir = dir;
        this.lock = lock;
        this.use = use;
        this.broker = broker;
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * Joins the running broker of a directory, or starts one.
     *
     * @param dir created if it does not exist
     * @param wantedPort port of a broker that is started; 0 = the last one, or any free one
     * @throws ClusterException if it can do neither
     */
    public static DataDirectory open(Path dir, int wantedPort) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            Files.createDirectories(dir);
            Path real = dir.toRealPath();
            while (true) {
                Optional<DataDirectory> opened = tryStart(real, wantedPort).or(() -> tryJoin(real));
                if (opened.isPresent()) {
                    return opened.get();
                }
                if (System.nanoTime() > deadline) {
                    throw new ClusterException("another process has locked " + real.resolve("broker.lock")
                            + " but its broker does not answer; end that process, or use another --data directory");
                }
                Thread.sleep(POLL_MS); // the broker is starting or stopping, and no file lock tells when that is done
            }
        } catch (IOException e) {
            throw new ClusterException("the data directory " + dir + " cannot be used: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException("interrupted while opening " + dir, e);
        }
    }

    private static Optional<DataDirectory> tryStart(Path dir, int wantedPort) throws IOException {
        if (HERE.contains(dir)) {
            return Optional.empty();
        }
        Optional<FileChannel> lock = tryLock(dir.resolve("broker.lock"), false);
        if (lock.isEmpty()) {
            return Optional.empty();
        }
        try {
            Files.deleteIfExists(addressFile(dir));
            EmbeddedBroker broker = startBroker(dir.resolve("broker"), wantedPort);
            writeWhole(addressFile(dir), broker.bootstrapServers());
            HERE.add(dir);
            return Optional.of(
                    new DataDirectory(dir, lock, Optional.empty(), Optional.of(broker), broker.bootstrapServers()));
        } catch (IOException | RuntimeException | Error e) {
            lock.get().close();
            throw e;
        }
    }

    private static EmbeddedBroker startBroker(Path dir, int wantedPort) {
        try {
            return EmbeddedBroker.start(dir, wantedPort);
        } catch (NoClassDefFoundError e) {
            throw new ClusterException(
                    "this installation has no broker, and neither has the container image: set --bootstrap-servers or"
                            + " DOORSTEP_BOOTSTRAP_SERVERS to your brokers; demo and standalone cannot run here",
                    e);
        }
    }

    private static Optional<DataDirectory> tryJoin(Path dir) {
        try {
            Optional<FileChannel> use =
                    HERE.contains(dir) ? Optional.empty() : tryLock(dir.resolve("broker.users"), true);
            if (use.isEmpty() && !HERE.contains(dir)) {
                return Optional.empty();
            }
            Path address = addressFile(dir);
            if (Files.exists(address)) {
                String servers = Files.readString(address).strip();
                if (answers(servers)) {
                    return Optional.of(new DataDirectory(dir, Optional.empty(), use, Optional.empty(), servers));
                }
            }
            if (use.isPresent()) {
                use.get().close();
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new ClusterException("the data directory " + dir + " cannot be used: " + e, e);
        }
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    public Path path() {
        return dir;
    }

    /** True if the broker runs in another process or was started by another object of this process. */
    public boolean joined() {
        return broker.isEmpty();
    }

    /** Like {@link #close()}, but first waits until every process that joined has ended. */
    public void closeAfterOthers(Consumer<String> say) {
        if (broker.isPresent()) {
            try {
                Path users = dir.resolve("broker.users");
                Optional<FileChannel> alone = tryLock(users, false);
                if (alone.isEmpty()) {
                    say.accept("Other commands still use the broker that this one started; waiting for them to end.");
                    FileChannel channel = FileChannel.open(users, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    channel.lock();
                    alone = Optional.of(channel);
                }
                close();
                alone.get().close();
            } catch (IOException e) {
                throw new ClusterException("the data directory " + dir + " cannot be used: " + e, e);
            }
        }
        close();
    }

    /** Stops the broker if this object started it. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (broker.isPresent()) {
                Files.deleteIfExists(addressFile(dir));
                broker.get().close();
                HERE.remove(dir);
            }
            if (use.isPresent()) {
                use.get().close();
            }
            if (lock.isPresent()) {
                lock.get().close();
            }
        } catch (IOException e) {
            throw new ClusterException("the data directory " + dir + " cannot be closed: " + e, e);
        }
    }

    private static Path addressFile(Path dir) {
        return dir.resolve("broker.address");
    }

    private static Optional<FileChannel> tryLock(Path file, boolean shared) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock(0, Long.MAX_VALUE, shared);
            if (lock != null) {
                return Optional.of(channel);
            }
        } catch (OverlappingFileLockException e) {
            // held by this process: treated like a lock held by another one
        }
        channel.close();
        return Optional.empty();
    }

    /** Replaces the content of a file atomically: readers see either the old or the new content. */
    private static void writeWhole(Path file, String content) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(draft, content);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static boolean answers(String servers) {
        int colon = servers.lastIndexOf(':');
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(servers.substring(0, colon), Integer.parseInt(servers.substring(colon + 1))),
                    CONNECT_MS);
            return true;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }
}
