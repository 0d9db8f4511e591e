// SPDX-License-Identifier: Apache-2.0
package doorstep.sample;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * The invented bureau: one city, eight districts, 34 stations. The city's name marks every row as a sample; no name is
 * meant to be that of a real place.
 */
final class Bureau {
    static final String CITY = "Sample City";
    /** The district of the travellers' service desks. */
    static final String GATEWAYS = "Gateways";

    private static final LocalDate SECOND_QUARTER = LocalDate.of(2011, 4, 1);

    private final List<Station> stations = new ArrayList<>();
    private final List<Station> desks = new ArrayList<>();

    Bureau() {
        usual("Northgate", "Bell Lane", "Drum Court", "Plum Yard", "Kiln Street");
        usual("Willow Bank", "Ferry Steps", "Heron Pond", "Lock House", "Water Mill");
        usual("Lantern Hill", "Upper Terrace", "Lower Terrace", "Tea Garden");
        usual("Silk Market", "Weavers Row", "Thread Lane", "Button Square", "Scissors Alley", "Cloth Hall");
        usual("Stonebridge", "East Arch", "West Arch", "Quarry Road");
        usual("New Fields", "Block One", "Block Two", "Block Three", "Block Four", "Block Five");
        usual("Foundry", "Furnace Road", "Anvil Square", "Rolling Mill");
        // Clearly below 95 % throughout.
        stations.add(new Station("Foundry", "Coal Wharf", 12, 720, 810, 820));
        stations.add(new Station("Silk Market", "Dye Works", 10, 700, 870, 850));
        // Good in the first quarter, worse since.
        stations.add(new Station("Stonebridge", "Toll House", 11, 700, 992, 790));
        // A handful of answers: too few to tell.
        stations.add(new Station("Willow Bank", "Reed Island", 0, 600, 975, 975));
        desks.add(new Station(GATEWAYS, "Railway Desk", 6, 550, 960, 965));
        desks.add(new Station(GATEWAYS, "Airport Desk", 4, 450, 970, 970));
        desks.add(new Station(GATEWAYS, "Coach Desk", 2, 500, 940, 950));
    }

    private void usual(String district, String... names) {
        for (int i = 0; i < names.length; i++) {
            stations.add(new Station(district, names[i], 7 + (names[i].length() * 5 + i * 3) % 9, 700, 982, 980));
        }
    }

    /** The stations that make visits, without the service desks. */
    List<Station> stations() {
        return List.copyOf(stations);
    }

    List<Station> desks() {
        return List.copyOf(desks);
    }

    Station stationNamed(String name) {
        return stations.stream()
                .filter(station -> station.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    List<String> districts() {
        return stations.stream().map(Station::district).distinct().toList();
    }

    Station busyStation(Dice dice) {
        return weighted(stations, dice);
    }

    Station busyDesk(Dice dice) {
        return weighted(desks, dice);
    }

    /** An area near the station, or sometimes near another one, as people move. */
    SampleLocation areaNear(Station station, Dice dice) {
        Station there = dice.chance(40) ? busyStation(dice) : station;
        return new SampleLocation(there.district(), there.name() + (dice.chance(550) ? " East" : " West"));
    }

    /** How many answers out of a thousand are satisfied ones on a day. */
    static int satisfied(Station station, LocalDate day) {
        return day.isBefore(SECOND_QUARTER) ? station.satisfied() : station.satisfiedLater();
    }

    private static Station weighted(List<Station> from, Dice dice) {
        return from.get(dice.weighted(from.stream().mapToInt(Station::volume).toArray()));
    }
}
