// SPDX-License-Identifier: Apache-2.0
package doorstep.sample;

import java.util.List;

/** The topics of suggestions, ratings and reports, in the words of the files. */
final class Concerns {
    private static final List<String> WORDS = List.of(
            "public safety",
            "patrols",
            "traffic",
            "disputes",
            "fraud",
            "registration",
            "waiting time",
            "conduct of staff",
            "openness",
            "help for travellers",
            "neighbourhood",
            "online services");

    private Concerns() {}

    /** One topic, or two different ones. */
    static String some(Dice dice) {
        int first = dice.weighted(9, 6, 12, 5, 8, 7, 6, 4, 4, 3, 8, 3);
        if (!dice.chance(300)) {
            return WORDS.get(first);
        }
        int second = (first + dice.between(1, WORDS.size() - 1)) % WORDS.size();
        return WORDS.get(first) + ";" + WORDS.get(second);
    }
}
