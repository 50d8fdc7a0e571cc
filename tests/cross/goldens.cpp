// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The golden models on this machine: codes of the reference bit for bit from the scalar backend,
// and from every SIMD target what the scalar backend returns, floats included.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "octet/model/ops/all.hpp"
#include "octet/model/simd.hpp"
#include "support/data.hpp"
#include "support/simd_case.hpp"

namespace {

namespace fs = std::filesystem;
using byte_vector = std::vector<std::uint8_t>;

/// A .tflite file has to lie on 16 bytes.
struct aligned_bytes {
  explicit aligned_bytes(std::size_t n) : memory(n + 64), size(n) {}

  std::span<std::uint8_t> span() {
    const auto address = reinterpret_cast<std::uintptr_t>(memory.data());
    return {memory.data() + (64 - address % 64) % 64, size};
  }

  byte_vector memory;
  std::size_t size;
};

bool has_float_output(const octet::graph& g) {
  for (std::size_t i = 0; i < g.outputs().size(); ++i) {
    if (g.tensor(g.outputs()[i]).type == octet::tensor_type::float32) return true;
  }
  return false;
}

/// All outputs for all inputs in `in`, one after the other.
byte_vector outputs_of(const auto& model, const byte_vector& in) {
  const octet::graph& g = model.model();
  byte_vector out;
  for (std::size_t at = 0; at < in.size();) {
    for (std::size_t i = 0; i < g.inputs().size(); ++i) {
      const octet::tensor_info t = g.tensor(g.inputs()[i]);
      REQUIRE(at + t.bytes() <= in.size());
      std::memcpy(model.template write<std::uint8_t>(t.index).data(), in.data() + at, t.bytes());
      at += t.bytes();
    }
    REQUIRE(model.run() == octet::errc::ok);
    for (std::size_t i = 0; i < g.outputs().size(); ++i) {
      const octet::tensor_info t = g.tensor(g.outputs()[i]);
      const std::uint8_t* from = model.template read<std::uint8_t>(t.index).data();
      out.insert(out.end(), from, from + t.bytes());
    }
  }
  return out;
}

template <class Backend>
byte_vector run(std::span<const std::uint8_t> file, const byte_vector& in,
                const octet::simd_options& options) {
  const auto need = octet::arena_size<Backend>(octet::ops::all, file, options);
  REQUIRE(need.has_value());
  aligned_bytes arena(static_cast<std::size_t>(need->total()));
  const auto model = octet::load<Backend>(octet::ops::all, file, arena.span(), options);
  REQUIRE(model.has_value());
  return outputs_of(*model, in);
}

}  // namespace

TEST_CASE("golden models on every target") {
  const auto data = octet_test::data_dir();
  if (!data || !fs::is_directory(*data / "goldens")) OCTET_SKIP("no goldens/ in the data folder");
  int models = 0;
  for (const auto& entry : fs::recursive_directory_iterator(*data / "goldens")) {
    if (entry.path().filename() != "model.tflite") continue;
    const fs::path folder = entry.path().parent_path();
    CAPTURE(folder.filename().string());
    const byte_vector bytes = octet_test::read_bytes(entry.path());
    aligned_bytes file(bytes.size());
    std::copy(bytes.begin(), bytes.end(), file.span().begin());
    const byte_vector in = octet_test::read_bytes(folder / "in.bin");
    // Float models are the host's, and operators that only such models have.
    const octet::errc measured = octet::arena_size(octet::ops::all, file.span()).error().code;
    if (measured == octet::errc::unsupported_type || measured == octet::errc::unknown_operator)
      continue;
    REQUIRE(measured == octet::errc::ok);
    const auto unpacked = run<octet::simd_backend>(file.span(), in, {.packed = false});
    const auto model = octet::graph::open(file.span());
    REQUIRE(model.has_value());
    if (!has_float_output(*model)) {
      CHECK(unpacked == octet_test::read_bytes(folder / "out.bin"));
    }
    for (const octet::simd_target target : octet_test::simd_targets()) {
      CAPTURE(std::string(octet::name_of(target)));
      CHECK(run<octet::simd_backend>(file.span(), in, {.target = target}) == unpacked);
    }
    ++models;
  }
  CHECK(models > 60);
  MESSAGE(models << " golden models");
}
