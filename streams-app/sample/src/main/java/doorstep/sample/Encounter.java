// SPDX-License-Identifier: Apache-2.0
package doorstep.sample;

import java.time.LocalDateTime;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * A visit as it took place, from which the rows of visits and ratings are made.
 *
 * @param register the register in which it is recorded
 */
record Encounter(Purpose purpose, How how, String register, Site site, LocalDateTime at, Attendance attendance) {

    /**
     * Whose visit it was, and where it took place.
     *
     * @param station determines the answers; {@code unit} is the station itself or its district
     */
    record Site(Station station, SampleLocation unit, SampleLocation area) {
        static Site of(Station station, SampleLocation area) {
            return new Site(station, SampleLocation.of(station), area);
        }
    }

    /** @param asked number of people asked for an answer */
    record Attendance(int households, int people, int asked) {}

    /** What a visit is for, in the words of the files. */
    enum Purpose {
        CASE_PARTY("case party"),
        LIFE_CHANGE("life change"),
        DISPUTE_PARTY("dispute party"),
        DELEGATE("delegate"),
        GATHERING_PLACE("gathering place"),
        TALK("talk"),
        FORUM("forum"),
        FOLLOW_UP("follow-up"),
        INSPECTION("inspection"),
        SERVICE_DESK("service desk"),
        OTHER("other");

        private static final Set<Purpose> MUST_VISITS = EnumSet.range(CASE_PARTY, GATHERING_PLACE);

        private final String words;

        Purpose(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }

        boolean isMustVisit() {
            return MUST_VISITS.contains(this);
        }
    }

    /** How a visit takes place, in the words of the files. */
    enum How {
        DOOR,
        PHONE,
        MEETING,
        DESK,
        ONLINE;

        String words() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
