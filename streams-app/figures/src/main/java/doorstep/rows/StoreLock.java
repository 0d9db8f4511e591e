// SPDX-License-Identifier: Apache-2.0
package doorstep.rows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes one object the owner of a directory, among all processes. The lock file names the owner, and is emptied when the
 * store is closed.
 */
public final class StoreLock implements AutoCloseable {
    /** Owned by this process: to open a lock file a second time and close it again would release its lock. */
    private static final Map<Path, String> OWNED = new ConcurrentHashMap<>();

    private static final int MAX_TEXT = 1_024; // bytes

    /** What the lock file said of the owner before. */
    enum Before {
        NOBODY,
        CLOSED,
        KILLED
    }

    private final Path file;
    private final FileChannel channel;
    private final Before before;

    private StoreLock(Path file, FileChannel channel, Before before) {
        this.file = file;
        this.channel = channel;
        this.before = before;
    }

    /**
     * @param file in the directory, whose path is real
     * @param what is owned, for the message: "the store /var/lib/rows"
     * @throws StoreException if another one has it
     */
    public static StoreLock take(Path file, String what) throws IOException {
        String owner = owner();
        String here = OWNED.putIfAbsent(file, owner);
        if (here != null) {
            throw inUse(what, here);
        }
        try {
            return lock(file, what, owner);
        } catch (IOException | RuntimeException | Error e) {
            OWNED.remove(file);
            throw e;
        }
    }

    private static StoreLock lock(Path file, String what, String owner) throws IOException {
        boolean isNew = createIfMissing(file);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            String said = read(channel);
            if (lock == null) {
                throw inUse(what, said.isEmpty() ? "another process" : said);
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(owner.getBytes(StandardCharsets.UTF_8)), 0);
            return new StoreLock(file, channel, isNew ? Before.NOBODY : said.isEmpty() ? Before.CLOSED : Before.KILLED);
        } catch (IOException | RuntimeException | Error e) {
            channel.close();
            throw e;
        }
    }

    private static boolean createIfMissing(Path file) throws IOException {
        try {
            OwnerOnly.createFile(file);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    private static String read(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(MAX_TEXT);
        channel.read(text, 0);
        return new String(text.array(), 0, text.position(), StandardCharsets.UTF_8).strip();
    }

    private static StoreException inUse(String what, String owner) {
        return new StoreException(
                StoreException.Reason.IN_USE,
                what + " is in use by " + owner + "; end that process, or use another directory");
    }

    private static String owner() {
        ProcessHandle process = ProcessHandle.current();
        String since = process.info()
                .startInstant()
                .map(start -> ", which runs since " + start)
                .orElse("");
        return "process " + process.pid() + " on " + host() + since;
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "a host without a name";
        }
    }

    Before before() {
        return before;
    }

    /** Gives the directory back after everything in it was closed. */
    public void closeInOrder() throws IOException {
        channel.truncate(0);
        close();
    }

    /** Gives the directory back as the end of the process would. */
    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            OWNED.remove(file);
        }
    }
}
