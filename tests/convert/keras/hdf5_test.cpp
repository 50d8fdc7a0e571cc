// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
#include "octet/convert/keras/hdf5.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "support/keras_file.hpp"

namespace {

using namespace octet_test;
using octet::convert::convert_error;
namespace hdf5 = octet::convert::hdf5;

TEST_CASE("text of fixed and of variable length, empty, and split into several attributes") {
  for (const bool variable : {true, false}) {
    for (const bool padded : {true, false}) {
      CAPTURE(variable);
      CAPTURE(padded);
      keras_style style;
      style.variable_text = variable;
      style.padded_with_zeros = padded;
      keras_file out(style);
      const std::vector<std::string> names{"conv/kernel:0", "", "b"};
      out.group("g/h");
      out.texts("/g/h", "names", names);
      out.texts("/g/h", "long0", {"a", "bc"});
      out.texts("/g/h", "long1", {"d"});
      out.texts("/g/h", "long3", {"never"});
      out.text("one", "text");
      const auto bytes = out.bytes();
      const hdf5::file in(bytes);
      CHECK(in.texts("g/h", "names") == names);
      CHECK(in.texts("/", "one") == std::vector<std::string>{"text"});
      CHECK(in.texts("/", "two") == std::nullopt);
      CHECK(in.texts("gone", "names") == std::nullopt);
      CHECK(in.long_texts("g/h", "names") == names);
      CHECK(in.long_texts("g/h", "long") == std::vector<std::string>{"a", "bc", "d"});
      CHECK(in.long_texts("g/h", "short") == std::nullopt);
    }
  }
}

/// An attribute of so many numbers.
void write_numbers(hid_t file, const char* name, hsize_t count) {
  const std::vector<double> values(count + 1, 1.0);
  const hid_t space = H5Screate_simple(1, &count, nullptr);
  const hid_t at = H5Acreate2(file, name, H5T_IEEE_F64LE, space, H5P_DEFAULT, H5P_DEFAULT);
  H5Awrite(at, H5T_NATIVE_DOUBLE, values.data());
  H5Aclose(at);
  H5Sclose(space);
}

TEST_CASE("an empty list of names may be of any type, another one may not") {
  const hid_t access = H5Pcreate(H5P_FILE_ACCESS);
  H5Pset_fapl_core(access, 4096, false);
  const hid_t file = H5Fcreate("numbers", H5F_ACC_TRUNC, H5P_DEFAULT, access);
  H5Pclose(access);
  write_numbers(file, "none", 0);
  write_numbers(file, "three", 3);
  H5Fflush(file, H5F_SCOPE_GLOBAL);
  std::vector<std::uint8_t> bytes(static_cast<std::size_t>(H5Fget_file_image(file, nullptr, 0)));
  H5Fget_file_image(file, bytes.data(), bytes.size());
  H5Fclose(file);
  const hdf5::file in(bytes);
  CHECK(in.texts("/", "none") == std::vector<std::string>());
  CHECK_THROWS_WITH_AS(in.texts("/", "three"), "the attribute \"three\" of \"/\" is not text",
                       convert_error);
}

TEST_CASE("floats of 32 and 64 bits, plain and packed") {
  for (const bool doubles : {true, false}) {
    for (const bool packed : {true, false}) {
      keras_style style;
      style.doubles = doubles;
      style.packed = packed;
      keras_file out(style);
      noise n(1);
      const auto values = n.vector(60);
      out.dataset("a/b/c:0", {3, 4, 5}, values);
      out.dataset("scalar", {}, {2.5F});
      out.dataset("nothing", {0}, {});
      const auto bytes = out.bytes();
      const hdf5::file in(bytes);
      const hdf5::array a = in.floats("a/b/c:0");
      CHECK(a.shape == std::vector<std::int64_t>{3, 4, 5});
      CHECK(a.values == values);
      CHECK(in.floats("scalar").shape.empty());
      CHECK(in.floats("scalar").values == std::vector<float>{2.5F});
      CHECK(in.floats("nothing").values.empty());
    }
  }
}

TEST_CASE("datasets that cannot be read") {
  keras_file out;
  out.dataset("integers", {2}, {1, 2}, H5T_STD_I32LE);
  out.dataset("empty", {1 << 20, 1 << 20}, {});
  out.group("group");
  const auto bytes = out.bytes();
  const hdf5::file in(bytes);
  CHECK_THROWS_WITH_AS(in.floats("gone"), "the dataset \"gone\" is not there", convert_error);
  CHECK_THROWS_WITH_AS(in.floats("group"), "the dataset \"group\" is not there", convert_error);
  CHECK_THROWS_WITH_AS(in.floats("integers"), "the dataset \"integers\" does not hold floats",
                       convert_error);
  CHECK_THROWS_WITH_AS(in.floats("empty"), "the dataset \"empty\" has no data for its shape",
                       convert_error);
}

TEST_CASE("two files open at once are two files") {
  std::vector<std::vector<std::uint8_t>> files;
  for (const float value : {1.0F, 2.0F}) {
    keras_file out;
    out.dataset("x", {1}, {value});
    files.push_back(out.bytes());
  }
  const hdf5::file one(files[0]), two(files[1]);
  CHECK(one.floats("x").values == std::vector<float>{1.0F});
  CHECK(two.floats("x").values == std::vector<float>{2.0F});
}

TEST_CASE("bytes that are no HDF5 file, and the signature") {
  keras_file out;
  out.text("a", "b");
  const auto bytes = out.bytes();
  CHECK(hdf5::has_signature(bytes));
  CHECK_FALSE(hdf5::has_signature(std::span(bytes).first(7)));
  CHECK_FALSE(hdf5::has_signature({}));
  const char* sentence = "is not an HDF5 file, or a truncated or damaged one";
  CHECK_THROWS_WITH_AS(hdf5::file({}), sentence, convert_error);
  CHECK_THROWS_WITH_AS(hdf5::file(std::vector<std::uint8_t>(5000, 7)), sentence, convert_error);
  CHECK_THROWS_WITH_AS(hdf5::file(std::span(bytes).first(bytes.size() / 2)), sentence,
                       convert_error);
}

}  // namespace
