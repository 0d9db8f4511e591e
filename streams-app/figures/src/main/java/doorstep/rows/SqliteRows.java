// SPDX-License-Identifier: Apache-2.0
package doorstep.rows;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * A store in a file, which one process owns. Everything in it is in the topics too: a file that cannot be trusted is
 * deleted, and the store begins without positions. Rows and positions change in one transaction, so that after a crash,
 * or a power failure, reading goes on where the rows are.
 *
 * <p>Pages are checked when they are read. To check all of them at each start would take as long as reading the file. A
 * damaged page fails the question or the change that meets it, and the next start begins anew.
 */
public final class SqliteRows implements RowStore {
    private final StoreFiles files;
    private final StoreLock lock;
    private final Session session;
    private final RowWriter writer;
    private final SnapshotPool pool;
    private final WalLimit wal;
    private final Set<Integer> replacing = new HashSet<>();
    private volatile Map<TopicPartition, Position> positions;

    private SqliteRows(StoreFiles files, StoreLock lock, WritableFile file) {
        this.files = files;
        this.lock = lock;
        session = file.session();
        writer = file.writer();
        positions = Map.copyOf(file.positions());
        pool = new SnapshotPool(files);
        wal = new WalLimit(files, session, pool, WalLimit.BYTES);
    }

    /**
     * @param directory created for its owner only if it does not exist
     * @param cluster id of the cluster that the rows come from
     * @param warn is told why a file that was there is not used
     * @throws StoreException if another process has the directory, or it cannot be written
     */
    public static SqliteRows open(Path directory, String cluster, Consumer<String> warn) {
        try {
            OwnerOnly.createDirectories(directory);
            StoreFiles files = new StoreFiles(directory.toRealPath());
            StoreLock lock = StoreLock.take(files.directory().resolve("rows.lock"), "the store " + files.directory());
            try {
                return new SqliteRows(files, lock, WritableFile.open(files, lock.before(), cluster, warn));
            } catch (IOException | SQLException | RuntimeException | Error e) {
                lock.close();
                throw e;
            }
        } catch (IOException | SQLException e) {
            throw new StoreException(
                    StoreException.Reason.UNUSABLE, "the store " + directory + " cannot be opened: " + e, e);
        }
    }

    @Override
    public Cells cells() {
        return writer.cells();
    }

    @Override
    public Snapshot snapshot() {
        return SqliteSnapshot.open(files, pool, cells());
    }

    @Override
    public Map<TopicPartition, Position> positions() {
        return positions;
    }

    @Override
    public void apply(List<? extends Change> changes, Map<TopicPartition, Position> positionsNow) {
        write(() -> writer.apply(changes, positionsNow), positionsNow);
    }

    private void write(Session.Work work, Map<TopicPartition, Position> positionsNow) {
        try {
            work.run();
            remember(positionsNow);
            wal.keep();
        } catch (SQLException e) {
            throw files.failure(e);
        } catch (IOException e) {
            throw files.unusable("cannot be used: " + e, e);
        }
    }

    private void remember(Map<TopicPartition, Position> positionsNow) {
        Map<TopicPartition, Position> all = new HashMap<>(positions);
        all.putAll(positionsNow);
        positions = Map.copyOf(all);
    }

    @Override
    public Replacement replace(int family) {
        if (!replacing.add(family)) {
            throw new IllegalStateException("family " + family + " is being replaced");
        }
        write(() -> writer.stage(family), Map.of());
        return new Replacement() {
            @Override
            public void add(List<? extends Change> changes) {
                write(() -> writer.addStaged(changes), Map.of());
            }

            @Override
            public boolean holds(Change change) {
                try {
                    return writer.isStaged(change);
                } catch (SQLException e) {
                    throw files.failure(e);
                }
            }

            @Override
            public void commit(Map<TopicPartition, Position> positionsNow) {
                write(() -> writer.swap(family, positionsNow), positionsNow);
                replacing.remove(family);
            }

            @Override
            public void close() {
                if (replacing.remove(family)) {
                    write(() -> writer.dropStaged(family), Map.of());
                }
            }
        };
    }

    /** For the thread that writes. Waits for open snapshots. */
    @Override
    public void close() {
        try {
            pool.close();
            session.close();
            lock.closeInOrder();
        } catch (SQLException e) {
            throw files.failure(e);
        } catch (IOException e) {
            throw files.unusable("cannot be closed: " + e, e);
        }
    }
}
