// SPDX-License-Identifier: Apache-2.0
package doorstep.engine;

import doorstep.integrity.BatchHeader;
import doorstep.ledger.LinkRows;
import doorstep.ledger.StoreLedger;
import doorstep.settings.PublishedSettings;
import doorstep.store.BatchedChangelog;
import doorstep.window.DeltaReceiver;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The format versions of everything that is stored or sent between tasks, by the name they have in {@code
 * doorstep.settings}.
 */
public final class FormatVersions {
    private static final SortedMap<String, Integer> ALL = new TreeMap<>(Map.of(
            "changelog", BatchedChangelog.FORMAT,
            "batch", BatchHeader.FORMAT,
            "input-state", InputState.FORMAT,
            "ledger", StoreLedger.FORMAT,
            "link-rows", LinkRows.FORMAT,
            "state-row", StateRow.FORMAT,
            "unsent-rows", DeltaReceiver.UNSENT_FORMAT,
            "window-tallies", DeltaReceiver.TALLY_FORMAT,
            "windows-state", WindowsState.FORMAT));

    private FormatVersions() {}

    public static SortedMap<String, String> all() {
        SortedMap<String, String> formats = new TreeMap<>();
        ALL.forEach((name, format) -> formats.put(PublishedSettings.FORMAT + name, String.valueOf(format)));
        return formats;
    }

    /** The settings that an instance publishes: these and the format versions. */
    public static PublishedSettings addedTo(PublishedSettings settings) {
        return settings.with(all());
    }
}
