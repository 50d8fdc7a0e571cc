// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
#include "octet/convert/keras/heap_check.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "support/keras_file.hpp"

namespace {

using namespace octet_test;
using octet::convert::hdf5::heap_check;

/// A file with two attributes of text of variable length.
std::vector<std::uint8_t> small_file(bool newer_format = false) {
  keras_style style;
  style.variable_text = true;
  style.newer_format = newer_format;
  keras_file out(style);
  out.group("g");
  out.texts("g", "names", {"kernel", "", "bias"});
  out.text("one", "text");
  return out.bytes();
}

/// Where the heap with the text lies.
std::size_t heap_of(const std::vector<std::uint8_t>& file) {
  constexpr std::string_view signature = "GCOL";
  const auto at = std::search(file.begin(), file.end(), signature.begin(), signature.end());
  REQUIRE(at != file.end());
  return static_cast<std::size_t>(at - file.begin());
}

TEST_CASE("references to text that is there are sound, in files of either format") {
  for (const bool newer_format : {true, false}) {
    const auto file = small_file(newer_format);
    const heap_check check(file);
    CHECK(check.is_sound("names"));
    CHECK(check.is_sound("one"));
    CHECK_FALSE(check.is_sound("gone"));
  }
  CHECK_FALSE(heap_check({}).is_sound("names"));
}

TEST_CASE("damage to the heap is seen") {
  const auto file = small_file();
  const std::size_t heap = heap_of(file);
  struct {
    std::size_t at;  ///< in the heap
    std::uint8_t value;
  } const damages[] = {
      {0, 'g'},    // signature
      {4, 2},      // version
      {14, 1},     // size of the heap: past the end of the file
      {16, 77},    // number of the first object
      {24, 0},     // its length: nothing
      {31, 0x80},  // its length: enormous
  };
  for (const auto& d : damages) {
    CAPTURE(d.at);
    auto broken = file;
    broken[heap + d.at] = d.value;
    const heap_check check(broken);
    CHECK_FALSE(check.is_sound("names"));
    const octet::convert::hdf5::file in(broken);
    CHECK_THROWS_WITH_AS(in.texts("g", "names"),
                         "the attribute \"names\" of \"g\" refers to text that is not there",
                         octet::convert::convert_error);
  }
}

TEST_CASE("damage to the reference is seen") {
  const auto file = small_file();
  // Behind the name of 4 bytes, padded to 8: the type of 24 bytes, the space of 8, then the
  // reference: length, address, number.
  constexpr std::string_view name("one\0", 4);
  const auto at = static_cast<std::size_t>(
      std::search(file.begin(), file.end(), name.begin(), name.end()) - file.begin());
  const std::size_t reference = at + 8 + 24 + 8;
  REQUIRE(file[reference] == 4);  // "text"
  for (const std::size_t byte : {0U, 4U, 9U, 12U}) {
    CAPTURE(byte);
    auto broken = file;
    broken[reference + byte] ^= 0x40U;
    CHECK_FALSE(heap_check(broken).is_sound("one"));
    CHECK(heap_check(broken).is_sound("names"));
  }
}

}  // namespace
