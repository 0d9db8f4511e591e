// SPDX-License-Identifier: Apache-2.0
package doorstep.export;

import java.util.List;
import java.util.function.Consumer;

/** The first export of a table of results. */
public record AllRows(Iterable<List<Object>> rows) implements LatestChanges {
    @Override
    public boolean isEmpty() {
        return false;
    }

    @Override
    public boolean replacesAll() {
        return true;
    }

    @Override
    public boolean touches(String key) {
        return true;
    }

    @Override
    public void forEachRow(Consumer<List<Object>> sink) {
        rows.forEach(sink);
    }

    @Override
    public void forEachDeletedKey(Consumer<String> sink) {}
}
