// SPDX-License-Identifier: Apache-2.0
package doorstep.app;

import doorstep.config.AppConfig;
import doorstep.engine.FormatVersions;
import doorstep.integrity.RefusedException;
import doorstep.settings.PublishedSettings;
import doorstep.settings.PublishedSettings.Difference;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Compares the configuration of an instance with {@code doorstep.settings} before it joins its group and reads
 * anything.
 */
final class StartRules {
    private StartRules() {}

    /**
     * @param published the content of the topic; empty before the first commit
     * @throws RefusedException if figures would be wrong, or other instances could not continue
     */
    static void requireStartable(PublishedSettings published, AppConfig config) {
        if (published.rebuildMark().isPresent()) {
            throw new RefusedException("A rebuild was begun and not finished, so result topics may hold outdated rows."
                    + " Run `doorstep rebuild` again; it starts from the beginning.");
        }
        if (!published.isWhole()) {
            return; // nothing committed yet, or records were lost: the state of each task is checked later
        }
        List<Difference> differences =
                published.differences(FormatVersions.addedTo(config.published()).settings());
        require(
                "OLD_STATE: the state here has other formats than this version writes: ",
                "Stop all instances of other versions, then run `doorstep rebuild` to count again with this one.",
                differences.stream()
                        .filter(it -> it.name().startsWith(PublishedSettings.FORMAT))
                        .toList());
        require(
                "CHANGED_MEANING: the figures were counted under other settings: ",
                "Set them back, or stop all"
                        + " instances and run `doorstep rebuild` to count again under the new ones.",
                differences.stream()
                        .filter(it -> AppConfig.isFingerprinted(it.name()))
                        .toList());
    }

    private static void require(String what, String remedy, List<Difference> differences) {
        if (!differences.isEmpty()) {
            throw new RefusedException(what
                    + differences.stream()
                            .map(it -> it.name() + " was " + it.publishedText() + " and is " + it.ownText())
                            .collect(Collectors.joining("; "))
                    + ". " + remedy);
        }
    }
}
