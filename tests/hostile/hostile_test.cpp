// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Hostile files: load refuses with a named error, or the model runs inside its buffers (ASan, UBSan
// watch).
#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "octet/octet.hpp"
#include "support/data.hpp"
#include "support/embedded_model.hpp"
#include "support/one_operator_model.hpp"

namespace {

using bytes = std::vector<std::uint8_t>;

struct tally {
  int refused = 0;
  int ran = 0;
};

/// Loads and runs in an arena of exactly the size asked for, so that one byte past it is caught.
void try_model(const bytes& file, tally& t) {
  // A hostile shape may ask for gigabytes: then nobody would give it that arena.
  constexpr std::uint64_t largest_arena = 16 << 20;
  const auto need = octet::arena_size(octet::ops::all, file);
  if (!need || need->total() > largest_arena) {
    ++t.refused;
    if (!need) CHECK(need.error().code != octet::errc::ok);
    return;
  }
  bytes arena(static_cast<std::size_t>(need->total()));
  const auto model = octet::load(octet::ops::all, file, arena);
  if (!model) {
    // Alignment alone is looked at by load and not by arena_size.
    CHECK(model.error().code == octet::errc::misaligned_constant);
    ++t.refused;
    return;
  }
  CHECK(model->run() == octet::errc::ok);
  ++t.ran;
}

void truncate_everywhere(const bytes& file) {
  tally t;
  for (std::size_t size = 0; size < file.size(); ++size) {
    try_model(bytes(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(size)), t);
  }
  MESSAGE("truncated: " << t.refused << " refused, " << t.ran << " ran");
  // The header alone is more than these many bytes, so these cannot have run.
  CHECK(t.refused > 100);
  CHECK(static_cast<std::size_t>(t.refused + t.ran) == file.size());
}

void change_every_byte(const bytes& file) {
  tally t;
  bytes changed = file;
  for (std::size_t i = 0; i < file.size(); ++i) {
    for (const std::uint8_t value :
         std::array<std::uint8_t, 3>{0x00, 0xFF, static_cast<std::uint8_t>(file[i] ^ 1)}) {
      changed[i] = value;
      try_model(changed, t);
    }
    changed[i] = file[i];
  }
  MESSAGE("changed: " << t.refused << " refused, " << t.ran << " ran");
  // Names and weights may be anything; offsets, types and shapes may not.
  CHECK(t.ran > 100);
  CHECK(t.refused > 100);
}

bytes golden(const std::filesystem::path& data, const std::string& name) {
  return octet_test::read_bytes(data / "goldens" / name / "model.tflite");
}

}  // namespace

TEST_CASE("a model of our own, truncated at every length") {
  truncate_everywhere({octet_test::embedded_model.begin(), octet_test::embedded_model.end()});
}

TEST_CASE("a model of our own, every byte changed") {
  change_every_byte({octet_test::embedded_model.begin(), octet_test::embedded_model.end()});
}

TEST_CASE("the keyword model, truncated at every length") {
  const auto data = octet_test::data_dir();
  if (!data) OCTET_SKIP("no data folder");
  truncate_everywhere(golden(*data, "mlcommons-tiny/kws_ref_model"));
}

TEST_CASE("mnist_valid_q, every byte changed") {
  const auto data = octet_test::data_dir();
  if (!data) OCTET_SKIP("no data folder");
  change_every_byte(golden(*data, "TinyMaix/mnist_valid_q"));
}

TEST_CASE("real activations with weights in blocks, every byte changed") {
  const octet_test::model_tensor real{.type = octet::tensor_type::float32, .shape = {2, 4}};
  change_every_byte(octet_test::one_operator_model{
      .code = octet::builtin::fully_connected,
      .tensors = {real,
                  {.type = octet::tensor_type::int4,
                   .shape = {4, 4},
                   .data = bytes(8, 0x7a),
                   .blocks = octet_test::model_blocks{.scales = 2, .size = 2}},
                  {.type = octet::tensor_type::float16,
                   .shape = {4, 2},
                   .data = bytes(16, 0x3c),
                   .is_unused = true},
                  real}}.file());
}

TEST_CASE("real activations with int8 weights, every byte changed") {
  octet_test::one_operator_model m{
      .code = octet::builtin::conv_2d,
      .tensors = {{.type = octet::tensor_type::float32, .shape = {1, 3, 3, 2}},
                  {octet::tensor_type::int8, {2, 2, 2, 2}, {0.5F, 1}, {0, 0}, bytes(16, 3)},
                  {.type = octet::tensor_type::float32, .shape = {2}, .data = bytes(8, 0x3f)},
                  {.type = octet::tensor_type::float32, .shape = {1, 2, 2, 2}}}};
  namespace f = octet::field::conv_2d;
  m.option(f::padding, std::int8_t{1}).option(f::stride_h, 1).option(f::stride_w, 1);
  change_every_byte(m.file());
}

TEST_CASE("what the fuzzer starts from and has found, file by file") {
  tally t;
  for (const auto& entry :
       std::filesystem::directory_iterator(octet_test::source_dir() / "tests" / "fuzz" / "corpus"))
    try_model(octet_test::read_bytes(entry.path()), t);
  MESSAGE("corpus: " << t.refused << " refused, " << t.ran << " ran");
  CHECK(t.ran >= 3);
}
