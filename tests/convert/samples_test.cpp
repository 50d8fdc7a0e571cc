// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
#include "octet/convert/samples.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <cstring>
#include <filesystem>
#include <limits>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "octet/convert/npy.hpp"
#include "support/data.hpp"
#include "support/scratch_dir.hpp"
#include "support/tiny_model.hpp"

namespace {

using namespace octet::convert;
using octet::tensor_type;

template <class T>
void write(const std::filesystem::path& path, tensor_type type, std::vector<std::size_t> shape,
           const std::vector<T>& values) {
  npy_array a{.type = type, .shape = std::move(shape), .bytes = {}};
  a.bytes.resize(values.size() * sizeof(T));
  if (!values.empty()) std::memcpy(a.bytes.data(), values.data(), a.bytes.size());
  write_npy(path, a);
}

std::vector<float> copy(std::span<const float> values) { return {values.begin(), values.end()}; }

TEST_CASE("samples come from the file in any order, as float32 and as float64") {
  const octet_test::scratch_dir folder("samples");
  const auto expected = octet_test::tiny_samples(7, 6);
  std::vector<float> all;
  for (const auto& s : expected) all.insert(all.end(), s.begin(), s.end());
  write(folder.path() / "f4.npy", tensor_type::float32, {7, 2, 3}, all);
  write(folder.path() / "f8.npy", tensor_type::float64, {7, 6},
        std::vector<double>(all.begin(), all.end()));
  for (const char* name : {"f4.npy", "f8.npy"}) {
    CAPTURE(name);
    samples s(folder.path() / name, 6);
    REQUIRE(s.count() == 7);
    for (const std::size_t i : std::vector<std::size_t>{0, 1, 6, 3, 3, 2, 5, 0, 4})
      CHECK(copy(s[i]) == expected[i]);
    CHECK(s.first(2) == std::vector(expected.begin(), expected.begin() + 2));
    CHECK(s.first(0).empty());
    CHECK(s.first(100) == expected);
  }
}

TEST_CASE("what is not a file of samples is refused") {
  const octet_test::scratch_dir folder("samples");
  const auto path = folder.path() / "x.npy";
  const auto refused = [&](const std::string& why) {
    CHECK_THROWS_WITH_AS(samples(path, 4), (path.string() + ": " + why).c_str(),
                         std::runtime_error);
  };
  refused("cannot be opened");
  write<float>(path, tensor_type::float32, {0, 4}, {});
  refused("holds no sample");
  write<float>(path, tensor_type::float32, {2, 0}, {});
  refused("a sample has 0 values, the model takes 4");
  write<float>(path, tensor_type::float32, {2, 3}, std::vector<float>(6));
  refused("a sample has 3 values, the model takes 4");
  write<std::uint8_t>(path, tensor_type::uint8, {2, 4}, std::vector<std::uint8_t>(8));
  refused("holds uint8; samples are the real values that the float model takes, as float32");
  write<float>(path, tensor_type::float32, {3, 4}, std::vector<float>(11));
  refused("holds 44 bytes of data; its shape says 48");
  write_file(path, std::string("\x93NUMPY\x01", 7));
  refused("is not a .npy file");
  write_file(path, std::string("\x93NUMPY\x02\x00\xff\xff\xff\xff  ", 14));
  refused(".npy header is truncated");
}

TEST_CASE("a sample with a value that is not finite is refused by its number, the others are not") {
  const octet_test::scratch_dir folder("samples");
  const auto path = folder.path() / "x.npy";
  const auto check = [&](tensor_type type, auto values) {
    write(path, type, {4, 2}, values);
    samples s(path, 2);
    CHECK(s[0].size() == 2);
    for (const std::size_t i : std::vector<std::size_t>{1, 2}) {
      const std::string why =
          path.string() + ": sample " + std::to_string(i) + " has a value that is NaN or infinite";
      CHECK_THROWS_WITH_AS(s[i], why.c_str(), convert_error);
    }
    CHECK(copy(s[3]) == std::vector<float>{6, 7});
  };
  constexpr float nan = std::numeric_limits<float>::quiet_NaN();
  constexpr float infinity = std::numeric_limits<float>::infinity();
  check(tensor_type::float32, std::vector<float>{0, 1, 2, nan, -infinity, 5, 6, 7});
  // Beyond float32 a double is infinite too.
  check(tensor_type::float64, std::vector<double>{0, 1, 1e39, 3, 4, double{nan}, 6, 7});
}

TEST_CASE("a file that shrinks while it is read is an error, not zeros") {
  const octet_test::scratch_dir folder("samples");
  const auto path = folder.path() / "x.npy";
  write<float>(path, tensor_type::float32, {5000, 4}, std::vector<float>(20000, 1.0f));
  samples s(path, 4);
  CHECK(copy(s[0]) == std::vector<float>(4, 1.0f));
  std::filesystem::resize_file(path, 200);
  CHECK_THROWS_WITH_AS(s[4999], (path.string() + ": cannot be read to its end").c_str(),
                       std::runtime_error);
}

}  // namespace
