// SPDX-License-Identifier: Apache-2.0
package doorstep.rows;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** The files of a store, and what it means when one of them fails. */
final class StoreFiles {
    private static final int PRIMARY_CODE = 0xff; // the other bits say more about it

    private final Path directory;
    private final Path database;
    private final Path wal;
    private final Path damaged;

    StoreFiles(Path directory) {
        this.directory = directory;
        database = directory.resolve("rows.db");
        wal = directory.resolve("rows.db-wal");
        damaged = directory.resolve("rows.damaged");
    }

    Path directory() {
        return directory;
    }

    Path database() {
        return database;
    }

    boolean exist() {
        return Files.exists(database);
    }

    /** Bytes of the log of commits that are not in the database yet. */
    long walBytes() throws IOException {
        return Files.exists(wal) ? Files.size(wal) : 0;
    }

    /** What can be told without opening the database; empty if nothing is wrong. */
    Optional<String> fault(StoreLock.Before before) throws IOException {
        if (Files.isDirectory(database)) {
            throw new FileAlreadyExistsException(database + " is a directory");
        }
        if (Files.exists(damaged)) {
            return Optional.of("is damaged");
        }
        if (!exist()) {
            return before == StoreLock.Before.NOBODY ? Optional.empty() : Optional.of("is gone");
        }
        return before == StoreLock.Before.KILLED && !Files.exists(wal)
                ? Optional.of("has lost its last commits, " + wal.getFileName())
                : Optional.empty();
    }

    /** Deletes what there is, which the topics have too, and leaves an empty database. */
    void createAnew() throws IOException {
        for (String ending : new String[] {"-journal", "-shm", "-wal", ""}) {
            Files.deleteIfExists(directory.resolve(database.getFileName() + ending));
        }
        OwnerOnly.createFile(database);
        Files.deleteIfExists(damaged);
    }

    static boolean isDamage(SQLException e) {
        return switch (code(e)) {
            case SQLITE_CORRUPT, SQLITE_NOTADB -> true;
            default -> false;
        };
    }

    private static SQLiteErrorCode code(SQLException e) {
        return e instanceof SQLiteException failure
                ? SQLiteErrorCode.getErrorCode(failure.getResultCode().code & PRIMARY_CODE)
                : SQLiteErrorCode.UNKNOWN_ERROR;
    }

    /** What to throw. Damage is remembered, so that the next start reads everything again. */
    StoreException failure(SQLException e) {
        return switch (code(e)) {
            case SQLITE_CORRUPT, SQLITE_NOTADB -> damage(e);
            case SQLITE_INTERRUPT -> StoreException.cancelled(e);
            case SQLITE_FULL -> unusable("has no room left; free some", e);
            default -> unusable("cannot be used: " + e.getMessage(), e);
        };
    }

    StoreException damage(Exception e) {
        StoreException damage = new StoreException(
                StoreException.Reason.DAMAGED,
                database + " is damaged; the next start reads its rows again from the topics",
                e);
        try {
            if (!Files.exists(damaged)) {
                OwnerOnly.createFile(damaged);
            }
        } catch (IOException cannotMark) {
            damage.addSuppressed(cannotMark);
        }
        return damage;
    }

    StoreException unusable(String what, Exception e) {
        return new StoreException(StoreException.Reason.UNUSABLE, "the store " + database + " " + what, e);
    }
}
