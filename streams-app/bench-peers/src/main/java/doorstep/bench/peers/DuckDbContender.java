// SPDX-License-Identifier: Apache-2.0
package doorstep.bench.peers;

import doorstep.bench.MeasuredStore;
import doorstep.bench.StoreContender;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/** Rows in DuckDB, with the machine's default settings. */
public final class DuckDbContender implements StoreContender {
    @Override
    public MeasuredStore open(Path directory) {
        try {
            Files.createDirectories(directory);
            return new DuckDbRows(directory.resolve("rows.duckdb"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
