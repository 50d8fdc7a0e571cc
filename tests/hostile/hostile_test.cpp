// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Hostile files: load refuses with a named error, or the model runs inside its buffers (ASan, UBSan
// watch).
#include <doctest/doctest.h>
#include <sys/mman.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "octet/model/simd.hpp"
#include "octet/octet.hpp"
#include "support/data.hpp"
#include "support/embedded_model.hpp"
#include "support/one_operator_model.hpp"

namespace {

using bytes = std::vector<std::uint8_t>;

struct tally {
  int refused = 0;
  int ran = 0;
  int ran_on_simd = 0;
};

namespace ops = octet::ops;
using i8 = std::int8_t;

/// The operators of the models here: with all of them this would compile half as long again.
constexpr octet::op_list<ops::pad, ops::conv_2d<i8>, ops::depthwise_conv_2d<i8>,
                         ops::max_pool_2d<i8>, ops::add<i8>, ops::average_pool_2d<i8>,
                         ops::mean<i8>, ops::reshape, ops::fully_connected<i8>, ops::softmax<i8>,
                         ops::conv_2d<float>,
                         ops::fully_connected<float, octet::blockwise<octet::int4>>>
    simd_operators{};

constexpr auto operators_of(octet::scalar) { return ops::all; }
constexpr auto operators_of(octet::simd_backend) { return simd_operators; }

octet::result<octet::arena_need> need_on(octet::scalar, const bytes& file) {
  return octet::arena_size(ops::all, file);
}
octet::result<octet::arena_need> need_on(octet::simd_backend, const bytes& file) {
  return octet::arena_size<octet::simd_backend>(simd_operators, file);
}

/// Loads and runs in an arena of exactly the size asked for, so that one byte past it is caught.
/// The outputs, or nothing where the model is refused.
template <class Backend>
std::optional<bytes> outputs_on(const bytes& file) {
  // A hostile shape may ask for gigabytes: then nobody would give it that arena.
  constexpr std::uint64_t largest_arena = 16 << 20;
  const auto need = need_on(Backend{}, file);
  if (!need) {
    CHECK(need.error().code != octet::errc::ok);
    return std::nullopt;
  }
  if (need->total() > largest_arena) return std::nullopt;
  bytes arena(static_cast<std::size_t>(need->total()));
  const auto model = octet::load<Backend>(operators_of(Backend{}), file, arena);
  if (!model) {
    // Alignment alone is looked at by load and not by arena_size.
    CHECK(model.error().code == octet::errc::misaligned_constant);
    return std::nullopt;
  }
  const octet::graph& graph = model->model();
  for (std::size_t i = 0; i < graph.inputs().size(); ++i) {
    // 63, and as float 0.747.
    const octet::tensor_info t = graph.tensor(graph.inputs()[i]);
    std::fill_n(model->template write<std::uint8_t>(t.index).data(), t.bytes(), std::uint8_t{0x3f});
  }
  CHECK(model->run() == octet::errc::ok);
  bytes outputs;
  for (std::size_t i = 0; i < graph.outputs().size(); ++i) {
    const octet::tensor_info t = graph.tensor(graph.outputs()[i]);
    const std::uint8_t* const from = model->template read<std::uint8_t>(t.index).data();
    outputs.insert(outputs.end(), from, from + t.bytes());
  }
  return outputs;
}

/// On both backends, which agree on every byte of what they compute.
void try_model(const bytes& file, tally& t) {
  const std::optional<bytes> outputs = outputs_on<octet::scalar>(file);
  const std::optional<bytes> on_simd = outputs_on<octet::simd_backend>(file);
  if (on_simd) {
    CHECK(on_simd == outputs);
    ++t.ran_on_simd;
  }
  ++(outputs ? t.ran : t.refused);
}

void truncate_everywhere(const bytes& file) {
  tally t;
  for (std::size_t size = 0; size < file.size(); ++size) {
    try_model(bytes(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(size)), t);
  }
  MESSAGE("truncated: " << t.refused << " refused, " << t.ran << " ran");
  // The header alone is more than these many bytes, so these cannot have run.
  CHECK(t.refused > 100);
  tally whole;
  try_model(file, whole);
  CHECK(whole.ran == 1);
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
  // All but those whose operator has become another one.
  CHECK(t.ran_on_simd > t.ran * 9 / 10);
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

TEST_CASE("a file of 2 GiB is refused, for places of constants are 31 bits wide") {
  constexpr std::size_t size = std::size_t{1} << 31;
  // Zeros behind a model, in pages that nobody touches.
  void* const pages = mmap(nullptr, size, PROT_READ | PROT_WRITE,
                           MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  REQUIRE(pages != MAP_FAILED);
  const std::span<std::uint8_t> file{static_cast<std::uint8_t*>(pages), size};
  std::ranges::copy(octet_test::embedded_model, file.begin());
  CHECK(octet::graph::open(file.first(size - 1)).has_value());
  CHECK(octet::graph::open(file).error().code == octet::errc::file_too_large);
  munmap(pages, size);
}

TEST_CASE("what the fuzzer starts from and has found, file by file") {
  tally t;
  for (const auto& entry :
       std::filesystem::directory_iterator(octet_test::source_dir() / "tests" / "fuzz" / "corpus"))
    try_model(octet_test::read_bytes(entry.path()), t);
  MESSAGE("corpus: " << t.refused << " refused, " << t.ran << " ran");
  CHECK(t.ran >= 3);
}
