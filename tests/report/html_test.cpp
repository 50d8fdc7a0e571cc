// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
#include "octet/report/html.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <string>

#include "octet/report/svg.hpp"

namespace {

using namespace octet::report;

TEST_CASE("text becomes no markup") {
  CHECK(escaped("<a href=\"x\" id='y'>&amp;</a>") ==
        "&lt;a href=&quot;x&quot; id=&#39;y&#39;&gt;&amp;amp;&lt;/a&gt;");
  CHECK(escaped(std::string("a\0b\n\x7f", 5)) == "a b  ");
  CHECK(escaped("\xc3\xa9") == "\xc3\xa9");
}

TEST_CASE("of a long name its first part and its end stay, in whole characters") {
  CHECK(short_name("abcdef", 6) == "abcdef");
  CHECK(short_name("abcdef;gh", 6) == "abcdef");
  CHECK(short_name("abcdefg", 6) ==
        "\xe2\x80\xa6"
        "efg");
  CHECK(short_name("abcd\xc3\xa9"
                   "fg",
                   6) ==
        "\xe2\x80\xa6"
        "fg");  // would start inside a character
  CHECK(short_name("\x80\x80\x80\x80\x80\x80\x80", 4) == "\xe2\x80\xa6");
  CHECK(short_name("abcdef", 0) == "\xe2\x80\xa6");
}

TEST_CASE("numbers for people") {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  CHECK(percent(0.1234) == "12.3 %");
  CHECK(percent(1.0, 2) == "100.00 %");
  CHECK(percent(0.0, 2) == "0.00 %");
  CHECK(percent(0.0004) == "< 0.1 %");
  CHECK(percent(infinity) == "\xe2\x88\x9e");
  CHECK(decibels(27.654) == "27.7 dB");
  CHECK(decibels(infinity) == "exact");
  CHECK(decibels(-infinity) == "no signal");
}

TEST_CASE("a drawing says what it is given, escaped") {
  svg drawing(20, 10, "a \"b\"");
  drawing.rectangle(1, 2, 3.5, 4, "bar", "<tip>");
  drawing.line(0, 0, 20, 10, "grid");
  drawing.text(5, 9, "1 < 2", "mid");
  CHECK(drawing.markup() ==
        "<svg viewBox=\"0 0 20 10\" width=\"20\" height=\"10\" role=\"img\" "
        "aria-label=\"a &quot;b&quot;\">\n"
        "<rect x=\"1.00\" y=\"2.00\" width=\"3.50\" height=\"4.00\" class=\"bar\">"
        "<title>&lt;tip&gt;</title></rect>\n"
        "<line x1=\"0.00\" y1=\"0.00\" x2=\"20.00\" y2=\"10.00\" class=\"grid\"/>\n"
        "<text x=\"5.00\" y=\"9.00\" class=\"mid\">1 &lt; 2</text>\n"
        "</svg>\n");
}

}  // namespace
