// SPDX-License-Identifier: Apache-2.0
package doorstep.sample;

/** A unit or an area: the two path segments below the city. If a segment is empty, the level above is meant. */
record SampleLocation(String district, String name) {
    static final SampleLocation CITY = new SampleLocation("", "");
    static final SampleLocation UNKNOWN = CITY;

    static SampleLocation of(Station station) {
        return new SampleLocation(station.district(), station.name());
    }
}
