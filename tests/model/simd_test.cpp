// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Models on the SIMD backend: the codes of the scalar backend, for every target of this machine.
#include "octet/model/simd.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "octet/model/ops/blockwise_fully_connected.hpp"
#include "octet/model/ops/elu.hpp"
#include "octet/model/ops/exp.hpp"
#include "octet/model/ops/logistic.hpp"
#include "octet/model/ops/relu.hpp"
#include "octet/model/ops/relu6.hpp"
#include "octet/model/ops/tanh.hpp"
#include "support/embedded_model.hpp"
#include "support/hybrid_case.hpp"
#include "support/kernel_oracle.hpp"
#include "support/matmul_case.hpp"
#include "support/one_operator_model.hpp"
#include "support/simd_case.hpp"
#include "support/weighted_case.hpp"

using octet::builtin;
using octet::contract;
using octet::errc;
using octet::simd_backend;
using octet::simd_options;
using octet::tensor_type;
using octet_test::dice;
using octet_test::model_tensor;
using octet_test::one_operator_model;
using octet_test::simd_targets;
using octet_test::weighted_case;

namespace {

namespace ops = octet::ops;
constexpr octet::op_list<ops::conv_2d<std::int8_t, octet::int4>,
                         ops::depthwise_conv_2d<std::int8_t, octet::int4>,
                         ops::fully_connected<std::int8_t, octet::int4>, ops::conv_2d<std::int8_t>,
                         ops::conv_2d<std::int16_t>, ops::depthwise_conv_2d<std::int8_t>,
                         ops::depthwise_conv_2d<std::int16_t>, ops::fully_connected<std::int8_t>,
                         ops::fully_connected<std::int16_t>, ops::transpose_conv<std::int8_t>,
                         ops::transpose_conv<std::int16_t>>
    weighted{};
constexpr octet::op_list<ops::conv_2d<float>, ops::conv_2d<float, octet::int4>,
                         ops::depthwise_conv_2d<float>, ops::depthwise_conv_2d<float, octet::int4>,
                         ops::fully_connected<float>, ops::fully_connected<float, octet::int4>,
                         ops::transpose_conv<float>, ops::batch_matmul<float>,
                         ops::fully_connected<float, octet::blockwise<octet::int4>>>
    hybrid{};
constexpr octet::op_list<
    ops::add<std::int8_t>, ops::add<std::int16_t>, ops::sub<std::int8_t>, ops::sub<std::int16_t>,
    ops::mul<std::int8_t>, ops::mul<std::int16_t>, ops::average_pool_2d<std::int8_t>,
    ops::average_pool_2d<std::int16_t>, ops::max_pool_2d<std::int8_t>,
    ops::max_pool_2d<std::int16_t>, ops::mean<std::int8_t>, ops::mean<std::int16_t>,
    ops::sum<std::int8_t>, ops::sum<std::int16_t>, ops::quantize<float, std::int8_t>,
    ops::quantize<float, std::int16_t>, ops::dequantize<std::int8_t>, ops::dequantize<std::int16_t>,
    ops::softmax<std::int8_t>, ops::softmax<std::int8_t, std::int16_t>, ops::logistic<std::int8_t>,
    ops::tanh<std::int8_t>, ops::elu<std::int8_t>, ops::hard_swish<std::int8_t>,
    ops::leaky_relu<std::int8_t>, ops::relu<std::int8_t>, ops::quantize<std::int8_t, std::uint8_t>,
    ops::leaky_relu<std::uint8_t>, ops::quantize<std::int8_t, std::int16_t>,
    ops::quantize<std::int8_t, std::int32_t>, ops::quantize<std::int16_t, std::int8_t>,
    ops::quantize<std::int16_t, std::int16_t>, ops::quantize<std::int16_t, std::int32_t>,
    ops::abs<std::int16_t>, ops::exp<std::int16_t>, ops::leaky_relu<std::int16_t>,
    ops::logistic<std::int16_t>, ops::relu6<std::int16_t>, ops::tanh<std::int16_t>,
    ops::softmax<std::int16_t>, ops::maximum<std::int8_t>, ops::minimum<std::int16_t>,
    ops::squared_difference<std::int8_t>, ops::squared_difference<std::int16_t>,
    ops::prelu<std::int8_t>, ops::prelu<std::int16_t>, ops::reduce_max<std::int8_t>,
    ops::reduce_max<std::int16_t>>
    unweighted{};

using byte_vector = std::vector<std::uint8_t>;

/// The output's bytes after `runs` runs over the same input number `which`.
template <class Model>
byte_vector output_of(const octet::result<Model>& model, const byte_vector& input, int runs,
                      std::size_t which = 0) {
  REQUIRE(model.has_value());
  const std::int32_t out = model->model().outputs()[0];
  byte_vector bytes(model->model().tensor(out).bytes());
  for (int run = 0; run < runs; ++run) {
    const auto to = model->template write<std::uint8_t>(model->model().inputs()[which]);
    for (std::size_t i = 0; i < input.size(); ++i) to.store(i, input[i]);
    REQUIRE(model->run() == errc::ok);
    const auto from = model->template read<std::uint8_t>(out);
    for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = from[i];
  }
  return bytes;
}

/// Models whose weights were packed, and pieces of kernels that another piece came after.
int packed = 0, cut = 0;

/// Runs pieces from the last to the first.
void run_backwards(void*, std::int32_t pieces, void (*piece)(const void*, std::int32_t),
                   const void* work) {
  for (std::int32_t i = pieces; i-- > 0;) piece(work, i);
  cut += pieces - 1;
}

template <contract C, class Ops>
void check(const byte_vector& file, const byte_vector& input, Ops ops, std::size_t which = 0) {
  const auto plain_need = octet::arena_size(ops, file);
  REQUIRE(plain_need.has_value());
  byte_vector plain_arena(plain_need->total());
  const byte_vector expected =
      output_of(octet::load<octet::basic_scalar<C>>(ops, file, plain_arena), input, 1, which);
  for (const octet::simd_target target : simd_targets()) {
    CAPTURE(name_of(target));
    const simd_options options{.target = target};
    const auto need = octet::arena_size<octet::basic_simd<C>>(ops, file, options);
    REQUIRE(need.has_value());
    // A vector of its own, so that a sanitizer sees every byte behind it.
    byte_vector arena(need->total());
    CHECK(output_of(octet::load<octet::basic_simd<C>>(ops, file, arena, options), input, 2,
                    which) == expected);
    packed += need->activations > plain_need->activations;
    for (const std::int32_t threads : {2, 3, 7}) {
      const octet::piece_executor pieces(run_backwards, nullptr, threads, 0);
      const simd_options in_pieces{.target = target, .threads = threads};
      arena.resize(octet::arena_size<octet::basic_simd<C>>(ops, file, in_pieces)->total());
      auto model = octet::load<octet::basic_simd<C>>(ops, file, arena, in_pieces);
      if (model) model->use(pieces);
      CHECK(output_of(model, input, 1, which) == expected);
    }
  }
}

template <contract C>
void check(const weighted_case& c) {
  // Of TRANSPOSE_CONV the other input is a shape, which nobody reads.
  const std::size_t which = c.transposed() ? 1 : 0;
  check<C>(c.model().file(), c.inputs()[which], weighted, which);
}

/// Windows over images of in times in + 1.
struct square_windows {
  std::int32_t in = 1, taps = 1, stride = 1;
};

/// The same windows along both axes, and random codes for what they need.
void set_windows(dice& d, weighted_case& c, const square_windows& w) {
  c.groups = 1;
  c.same = w.taps > 1;
  for (const int axis : {0, 1}) {
    c.taps[axis] = w.taps;
    c.dilation[axis] = 1;
    c.stride[axis] = w.stride;
    c.in[axis] = w.in + axis;
    c.out[axis] = (c.in[axis] + w.stride - 1) / w.stride;
    c.pad[axis] = w.taps / 2;
  }
  const auto size = [](std::int32_t n) { return static_cast<std::size_t>(n); };
  c.input.resize(size(c.batch * c.in[0] * c.in[1] * c.depth));
  c.filter.resize(size(c.channels * w.taps * w.taps * c.depth));
  for (auto* codes : {&c.input, &c.filter})
    for (std::int32_t& code : *codes) code = d.between(-128, 127);
}

tensor_type code_type(dice& d) { return d.chance(2) ? tensor_type::int16 : tensor_type::int8; }

/// A tensor of codes with any scale and zero point.
model_tensor coded(dice& d, tensor_type type, std::vector<std::int32_t> shape) {
  const std::int64_t zero_point = type == tensor_type::int8 ? d.between(-128, 127) : 0;
  return {type, std::move(shape), {d.scale(-8, -2)}, {zero_point}, {}};
}

byte_vector bytes_for(dice& d, const model_tensor& t) {
  std::size_t n = t.type == tensor_type::int16 ? 2 : 1;
  for (const std::int32_t size : t.shape) n *= static_cast<std::size_t>(size);
  byte_vector bytes(n);
  for (auto& byte : bytes) byte = static_cast<std::uint8_t>(d.between(0, 255));
  return bytes;
}

bool is_mixed(const byte_vector& v) { return !v.empty() && v.front() != v.back(); }

/// The output of a model on the scalar backend, which every target has to have too; nothing where
/// the model is refused.
template <contract C = contract::double_rounding>
byte_vector check_targets(const one_operator_model& m, const std::vector<byte_vector>& inputs) {
  const byte_vector file = m.file();
  const auto run = [&](const auto& model) {
    for (std::size_t i = 0; i + 1 < inputs.size(); ++i) {
      const auto to = model->template write<std::uint8_t>(model->model().inputs()[i]);
      for (std::size_t at = 0; at < inputs[i].size(); ++at) to.store(at, inputs[i][at]);
    }
    return output_of(model, inputs.back(), 1, inputs.size() - 1);
  };
  const auto plain_need = octet::arena_size(unweighted, file);
  byte_vector expected;
  if (plain_need) {
    byte_vector arena(plain_need->total());
    expected = run(octet::load<octet::basic_scalar<C>>(unweighted, file, arena));
  }
  for (const octet::simd_target target : simd_targets()) {
    CAPTURE(name_of(target));
    const simd_options options{.target = target};
    const auto need = octet::arena_size<octet::basic_simd<C>>(unweighted, file, options);
    CHECK(need.has_value() == plain_need.has_value());
    if (!need) continue;
    byte_vector arena(need->total());
    CHECK(run(octet::load<octet::basic_simd<C>>(unweighted, file, arena, options)) == expected);
  }
  return expected;
}

}  // namespace

TEST_CASE("random operators with weights: every target has the codes of scalar") {
  dice d(11);
  for (int i = 0; i < 120; ++i) {
    CAPTURE(i);
    for (const builtin code : {builtin::conv_2d, builtin::depthwise_conv_2d,
                               builtin::fully_connected, builtin::transpose_conv}) {
      CAPTURE(name_of(code));
      check<contract::double_rounding>(
          weighted_case(d, code, tensor_type::int8, tensor_type::int8));
      check<contract::single_rounding>(
          weighted_case(d, code, tensor_type::int8, tensor_type::int8));
      check<contract::double_rounding>(
          weighted_case(d, code, tensor_type::int16, tensor_type::int8));
      if (code != builtin::transpose_conv)
        check<contract::double_rounding>(
            weighted_case(d, code, tensor_type::int8, tensor_type::int4));
    }
  }
  CHECK(packed > 1000);
  CHECK(cut > 1000);
}

TEST_CASE(
    "every other pixel of a few images: every target has the codes of scalar, in pieces too") {
  dice d(24);
  for (const std::int32_t batch : {1, 2}) {
    weighted_case c(d, builtin::conv_2d, tensor_type::int8, tensor_type::int8);
    c.batch = batch;
    c.depth = 68;
    set_windows(d, c, {.in = 5, .taps = 1, .stride = 2});
    check<contract::double_rounding>(c);
  }
}

TEST_CASE("3x3 windows of many channels: every target has the codes of scalar, in pieces too") {
  dice d(34);
  for (const std::int32_t batch : {1, 2}) {
    weighted_case c(d, builtin::conv_2d, tensor_type::int8, tensor_type::int8);
    c.batch = batch;
    c.depth = 32;
    c.channels = 13;
    c.bias.assign(13, 0);
    c.has_bias = true;
    c.per_channel = false;
    c.filter_scales.resize(1);
    set_windows(d, c, {.in = 9, .taps = 3, .stride = 1});
    check<contract::double_rounding>(c);
  }
}

TEST_CASE("random operators on real values with weights: every target has the values of scalar") {
  dice d(21);
  packed = cut = 0;
  for (int i = 0; i < 60; ++i) {
    CAPTURE(i);
    for (const builtin code : {builtin::conv_2d, builtin::depthwise_conv_2d,
                               builtin::fully_connected, builtin::transpose_conv}) {
      CAPTURE(name_of(code));
      for (const tensor_type weights : {tensor_type::int8, tensor_type::int4}) {
        if (code == builtin::transpose_conv && weights == tensor_type::int4) continue;
        const octet_test::hybrid_case c(d, code, weights);
        const std::size_t which = c.transposed() ? 1 : 0;
        check<contract::double_rounding>(c.model().file(), c.inputs()[which], hybrid, which);
      }
    }
  }
  CHECK(packed > 100);
  CHECK(cut > 100);
}

TEST_CASE(
    "random BATCH_MATMUL of real values with weights: every target has the values of scalar") {
  namespace f = octet::field::batch_matmul;
  dice d(22);
  packed = 0;
  for (int i = 0; i < 150; ++i) {
    CAPTURE(i);
    const auto c = octet_test::matmul_case::random(d);
    const auto dims = [](const octet::shape& s) {
      return std::vector<std::int32_t>(s.sizes.begin(), s.sizes.begin() + s.rank);
    };
    const auto columns = static_cast<std::size_t>(c.y[c.y.rank - (c.adjoint_y ? 2 : 1)]);
    std::vector<float> scales(d.chance(2) ? columns : 1);
    for (float& scale : scales) scale = d.scale(-10, -4);
    one_operator_model m{.code = builtin::batch_matmul};
    m.tensors = {
        {.type = tensor_type::float32, .shape = dims(c.x)},
        {tensor_type::int8, dims(c.y), scales, std::vector<std::int64_t>(scales.size(), 0),
         octet_test::bytes_of(d.codes<std::int8_t>(c.y.count())), c.y.rank - (c.adjoint_y ? 2 : 1)},
        {.type = tensor_type::float32, .shape = dims(c.output)}};
    m.option(f::adjoint_x, static_cast<std::uint8_t>(c.adjoint_x))
        .option(f::adjoint_y, static_cast<std::uint8_t>(c.adjoint_y))
        .option(f::asymmetric_quantize_inputs, static_cast<std::uint8_t>(d.chance(2)));
    if (c.y.count() == 0) continue;  // a constant has elements
    check<contract::double_rounding>(
        m.file(), octet_test::bytes_of(octet_test::random_row(d, c.x.count())), hybrid);
  }
  CHECK(packed > 100);
}

TEST_CASE("random products with scales for blocks: every target has the values of scalar") {
  namespace f = octet::field::fully_connected;
  dice d(23);
  packed = 0;
  for (int i = 0; i < 40; ++i) {
    CAPTURE(i);
    constexpr std::array<std::int32_t, 5> sizes{2, 8, 18, 32, 64};
    const std::int32_t size = sizes[static_cast<std::size_t>(d.between(0, 4))];
    const std::int32_t depth = size * d.between(1, 5), rows = d.between(1, 10);
    const std::int32_t outputs = std::max(octet_test::some_channels(d), 1);
    byte_vector weights(static_cast<std::size_t>(outputs * depth / 2));
    for (auto& byte : weights) byte = static_cast<std::uint8_t>(d.between(0, 255));
    std::vector<std::uint16_t> scales(static_cast<std::size_t>(outputs * depth / size));
    for (auto& scale : scales) scale = static_cast<std::uint16_t>(d.between(0, 0x4000));
    one_operator_model m{.code = builtin::fully_connected};
    m.tensors = {
        {.type = tensor_type::float32, .shape = {rows, depth}},
        {.type = tensor_type::int4,
         .shape = {outputs, depth},
         .data = weights,
         .blocks = octet_test::model_blocks{.scales = 3, .size = size}},
        {.type = tensor_type::float32,
         .shape = {outputs},
         .data = octet_test::bytes_of(octet_test::random_row(d, static_cast<std::size_t>(outputs))),
         .is_absent = d.chance(3)},
        {.type = tensor_type::float16,
         .shape = {outputs, depth / size},
         .data = octet_test::bytes_of(scales),
         .is_unused = true},
        {.type = tensor_type::float32, .shape = {rows, outputs}}};
    m.option(f::activation, static_cast<std::int8_t>(d.between(0, 1)));
    check<contract::double_rounding>(
        m.file(),
        octet_test::bytes_of(octet_test::random_row(d, static_cast<std::size_t>(rows * depth))),
        hybrid);
  }
  CHECK(packed > 50);
}

TEST_CASE("arena_size says what load needs, packed or not") {
  dice d(12);
  weighted_case c(d, builtin::conv_2d, tensor_type::int8, tensor_type::int8);
  while (c.groups != 1 || c.has_bias)
    c = {d, builtin::conv_2d, tensor_type::int8, tensor_type::int8};
  const byte_vector file = c.model().file();
  const auto plain = octet::arena_size(weighted, file);
  const auto unpacked = octet::arena_size<simd_backend>(weighted, file, {.packed = false});
  const auto packed_need = octet::arena_size<simd_backend>(weighted, file);
  REQUIRE(plain.has_value());
  REQUIRE(unpacked.has_value());
  REQUIRE(packed_need.has_value());
  CHECK(unpacked->activations == plain->activations);
  CHECK(packed_need->prepared > unpacked->prepared + c.filter.size());
  byte_vector arena(packed_need->total());
  const std::span<std::uint8_t> all(arena);
  const std::size_t step = octet::arena_alignment;
  const auto too_small = octet::load<simd_backend>(weighted, file, all.first(arena.size() - step));
  CHECK(too_small.error().code == errc::arena_too_small);
  CHECK(too_small.error().bytes_needed == arena.size());
  // Where not even the plan's tables fit.
  CHECK(octet::load<simd_backend>(weighted, file, all.first(step)).error().code ==
        errc::arena_too_small);
  CHECK(octet::load<simd_backend>(weighted, file, all).has_value());
  const byte_vector input = c.inputs()[0];
  byte_vector small(unpacked->total());
  CHECK(output_of(octet::load<simd_backend>(weighted, file, small, {.packed = false}), input, 1) ==
        output_of(octet::load<simd_backend>(weighted, file, all), input, 1));
}

TEST_CASE("what the SIMD kernels cannot do is done by the scalar ones") {
  dice d(13);
  for (int i = 0; i < 40; ++i) {
    weighted_case grouped(d, builtin::conv_2d, tensor_type::int8, tensor_type::int8);
    const byte_vector file = grouped.model().file();
    const auto plain = octet::arena_size(weighted, file);
    const auto need = octet::arena_size<simd_backend>(weighted, file);
    REQUIRE(need.has_value());
    if (grouped.groups > 1) CHECK(need->activations == plain->activations);
  }
}

TEST_CASE("layers are scalar whose plans 32 bits may not count") {
  const auto is_scalar = [](builtin code, const std::vector<std::int32_t>& input,
                            const std::vector<std::int32_t>& filter,
                            const std::vector<std::int32_t>& output) {
    one_operator_model m{
        .code = code,
        .tensors = {octet_test::int8_tensor(input), octet_test::int8_tensor(filter),
                    octet_test::int8_tensor(output)}};
    std::size_t weights = 1;
    for (const std::int32_t size : filter) weights *= static_cast<std::size_t>(size);
    m.tensors[1].data.resize(weights);
    if (code == builtin::conv_2d)
      m.option(octet::field::conv_2d::stride_h, 1).option(octet::field::conv_2d::stride_w, 1);
    const byte_vector file = m.file();
    const auto plain = octet::arena_size(weighted, file);
    const auto need = octet::arena_size<simd_backend>(weighted, file);
    REQUIRE(need.has_value());
    return need->activations == plain->activations;
  };
  constexpr std::int32_t most = octet::detail::most_simd_channels;
  CHECK_FALSE(is_scalar(builtin::fully_connected, {1, 1}, {most, 1}, {1, most}));
  CHECK(is_scalar(builtin::fully_connected, {1, 1}, {most + 1, 1}, {1, most + 1}));
  CHECK(is_scalar(builtin::conv_2d, {1, 1, 1, 1}, {most + 1, 1, 1, 1}, {1, 1, 1, most + 1}));
  // 2^16 lines of 2^16 codes lie under a window.
  constexpr std::int32_t tall = 1 << 16;
  CHECK(is_scalar(builtin::conv_2d, {1, 1, tall, 1}, {1, tall, 1, 1}, {1, 1, tall, 1}));
}

TEST_CASE("random operators on two tensors: every target has the codes of scalar, in place too") {
  dice d(14);
  int different = 0;
  for (int i = 0; i < 200; ++i) {
    CAPTURE(i);
    constexpr std::array<builtin, 7> codes{
        builtin::add,     builtin::sub,     builtin::mul,  builtin::squared_difference,
        builtin::maximum, builtin::minimum, builtin::prelu};
    const builtin code = codes[static_cast<std::size_t>(d.between(0, 6))];
    const tensor_type type = code == builtin::maximum   ? tensor_type::int8
                             : code == builtin::minimum ? tensor_type::int16
                                                        : code_type(d);
    one_operator_model m{.code = code};
    const std::vector<std::int32_t> shape{d.between(1, 3), d.between(1, 90)};
    for (int tensor = 0; tensor < 3; ++tensor) m.tensors.push_back(coded(d, type, shape));
    if (d.chance(4)) m.tensors[1].shape = {1, 1};
    if (code == builtin::prelu) m.tensors[1].type = tensor_type::int8;
    different +=
        is_mixed(check_targets(m, {bytes_for(d, m.tensors[0]), bytes_for(d, m.tensors[1])}));
  }
  CHECK(different > 100);
}

TEST_CASE("random pools: every target has the codes of scalar") {
  namespace f = octet::field::pool_2d;
  dice d(15);
  int different = 0;
  for (int i = 0; i < 200; ++i) {
    CAPTURE(i);
    const auto image = octet_test::image_case::random(d, 1);
    const std::int32_t channels = octet_test::some_channels(d);
    one_operator_model m{.code = d.chance(2) ? builtin::average_pool_2d : builtin::max_pool_2d};
    m.tensors = {coded(d, code_type(d), {image.batch, image.y.input, image.x.input, channels})};
    m.tensors.push_back(m.tensors[0]);
    m.tensors[1].shape = {image.batch, image.y.output(), image.x.output(), channels};
    m.option(f::padding, static_cast<std::int8_t>(image.x.padding))
        .option(f::stride_w, image.x.stride)
        .option(f::stride_h, image.y.stride)
        .option(f::filter_w, image.x.size)
        .option(f::filter_h, image.y.size)
        .option(f::activation, static_cast<std::int8_t>(d.between(0, 3)));
    different += is_mixed(check_targets(m, {bytes_for(d, m.tensors[0])}));
  }
  CHECK(different > 100);
}

TEST_CASE("an average of more codes than the SIMD kernel takes is scalar") {
  namespace f = octet::field::pool_2d;
  dice d(16);
  for (const tensor_type type : {tensor_type::int8, tensor_type::int16}) {
    one_operator_model m{.code = builtin::average_pool_2d,
                         .tensors = {coded(d, type, {1, 65, 65, 3}), {}}};
    m.tensors[1] = m.tensors[0];
    m.tensors[1].shape = {1, 1, 1, 3};
    m.option(f::padding, std::int8_t{1}).option(f::stride_w, 1).option(f::stride_h, 1);
    m.option(f::filter_w, 65).option(f::filter_h, 65);
    // Low codes: their sums are those that the kernel could not divide.
    byte_vector input = bytes_for(d, m.tensors[0]);
    std::fill(input.begin(), input.end(), std::uint8_t{0x80});
    CHECK(!check_targets(m, {input}).empty());
  }
}

TEST_CASE("random SUM, MEAN and REDUCE_MAX over any axes: every target has the codes of scalar") {
  dice d(17);
  int different = 0;
  for (int i = 0; i < 300; ++i) {
    CAPTURE(i);
    const tensor_type type = code_type(d);
    std::vector<std::int32_t> shape, axes, stay;
    for (std::int32_t axis = 0; axis < 4; ++axis) {
      shape.push_back(axis == 3 ? octet_test::some_channels(d) : d.between(1, 5));
      const bool goes = shape.back() != 0 && (d.chance(4) || (axis % 3 != 0 && d.chance(2)));
      if (goes) axes.push_back(axis);
      if (!goes) stay.push_back(shape.back());
    }
    const auto count = static_cast<std::int32_t>(axes.size());
    one_operator_model m{
        .code = d.chance(3)   ? builtin::reduce_max
                : d.chance(2) ? builtin::mean
                              : builtin::sum,
        .tensors = {
            coded(d, type, shape),
            {.type = tensor_type::int32, .shape = {count}, .data = octet_test::bytes_of(axes)},
            coded(d, type, stay)}};
    // Some factors shift to the left, and are the scalar kernel's.
    m.tensors[2].scales[0] = d.scale(-8, 2);
    if (m.code == builtin::reduce_max) m.tensors[2].scales = m.tensors[0].scales;
    if (m.code == builtin::reduce_max) m.tensors[2].zero_points = m.tensors[0].zero_points;
    if (axes.empty()) continue;
    m.option(octet::field::reducer::keep_dims, std::uint8_t{0});
    different += is_mixed(check_targets(m, {bytes_for(d, m.tensors[0])}));
    check_targets<contract::single_rounding>(m, {bytes_for(d, m.tensors[0])});
  }
  CHECK(different > 100);
}

TEST_CASE("random QUANTIZE and DEQUANTIZE: every target has the values of scalar") {
  dice d(18);
  int different = 0;
  for (int i = 0; i < 100; ++i) {
    CAPTURE(i);
    const std::vector<std::int32_t> shape{d.between(1, 3), d.between(0, 70)};
    auto codes = coded(d, code_type(d), shape);
    const model_tensor reals{.type = tensor_type::float32, .shape = shape};
    const auto n = static_cast<std::size_t>(shape[0] * shape[1]);
    std::vector<float> values(n);
    for (float& x : values) x = static_cast<float>(d.between(-40000, 40000)) * codes.scales[0] / 64;
    different += is_mixed(check_targets({.code = builtin::quantize, .tensors = {reals, codes}},
                                        {octet_test::bytes_of(values)}));
    if (d.chance(2)) {
      codes.scales.resize(static_cast<std::size_t>(shape[0]), d.scale(-8, -2));
      codes.zero_points.resize(static_cast<std::size_t>(shape[0]), codes.zero_points[0]);
    }
    check_targets({.code = builtin::dequantize, .tensors = {codes, reals}}, {bytes_for(d, codes)});
  }
  CHECK(different > 60);
}

TEST_CASE("random SOFTMAX: the codes of scalar, also over the input") {
  dice d(19);
  int different = 0;
  for (int i = 0; i < 60; ++i) {
    CAPTURE(i);
    const std::vector<std::int32_t> shape{d.between(1, 3), d.chance(3)   ? d.between(250, 260)
                                                           : d.chance(2) ? d.between(1, 1100)
                                                                         : d.between(0, 40)};
    const bool wide = d.chance(3);
    const model_tensor out{wide ? tensor_type::int16 : tensor_type::int8,
                           shape,
                           {wide ? 1.0F / 65536 : 1.0F / 256},
                           {wide ? -32768 : -128},
                           {}};
    one_operator_model m{.code = builtin::softmax,
                         .tensors = {coded(d, tensor_type::int8, shape), out}};
    m.tensors[0].scales[0] = d.scale(-14, 2);
    m.option(octet::field::softmax::beta, d.chance(2) ? 1.0F : d.scale(-3, 3));
    different += is_mixed(check_targets(m, {bytes_for(d, m.tensors[0])}));
    check_targets<contract::single_rounding>(m, {bytes_for(d, m.tensors[0])});
  }
  CHECK(different > 20);
}

TEST_CASE("random maps of 8-bit codes: every target has the codes of scalar, also over the input") {
  dice d(20);
  int different = 0;
  for (int i = 0; i < 300; ++i) {
    CAPTURE(i);
    constexpr std::array<builtin, 7> codes{builtin::logistic,   builtin::tanh,       builtin::elu,
                                           builtin::hard_swish, builtin::leaky_relu, builtin::relu,
                                           builtin::quantize};
    const builtin code = codes[static_cast<std::size_t>(d.between(0, 6))];
    CAPTURE(name_of(code));
    const std::vector<std::int32_t> shape{d.between(1, 3), d.between(0, 200)};
    one_operator_model m{.code = code};
    m.tensors = {coded(d, tensor_type::int8, shape), coded(d, tensor_type::int8, shape)};
    model_tensor &in = m.tensors[0], &out = m.tensors[1];
    if (code == builtin::logistic) out = {out.type, shape, {1.0F / 256}, {-128}, {}};
    if (code == builtin::tanh) out = {out.type, shape, {1.0F / 128}, {0}, {}};
    const bool unsigned_output = code == builtin::quantize;
    const bool unsigned_codes = code == builtin::leaky_relu && d.chance(2);
    if (unsigned_codes) in.type = tensor_type::uint8;
    if (unsigned_codes) in.zero_points[0] += 128;
    if (unsigned_output || unsigned_codes) out.type = tensor_type::uint8;
    if (unsigned_output || unsigned_codes) out.zero_points[0] += 128;
    m.option(octet::field::leaky_relu::alpha, d.scale(-6, 1));
    different += is_mixed(check_targets(m, {bytes_for(d, in)}));
    check_targets<contract::single_rounding>(m, {bytes_for(d, in)});
  }
  CHECK(different > 150);
}

static_assert(octet::detail::Rescale<ops::quantize<std::int8_t, std::int16_t>>);
static_assert(octet::detail::Rescale<ops::quantize<std::int16_t, std::int32_t>>);
static_assert(octet::detail::Rescale<ops::relu6<std::int16_t>>);
static_assert(!octet::detail::Rescale<ops::relu6<std::int8_t>>);
static_assert(octet::detail::Interpolation<ops::exp<std::int16_t>>);
static_assert(!octet::detail::Interpolation<ops::exp<std::int8_t>>);

TEST_CASE("random QUANTIZE to or from 16 bits: every target has the codes of scalar") {
  dice d(25);
  int different = 0;
  for (int i = 0; i < 150; ++i) {
    CAPTURE(i);
    const std::vector<std::int32_t> shape{d.between(1, 3), d.between(0, 70)};
    const tensor_type from = code_type(d);
    const std::array<tensor_type, 3> types{tensor_type::int8, tensor_type::int16,
                                           tensor_type::int32};
    const tensor_type to = types[static_cast<std::size_t>(
        from == tensor_type::int8 ? d.between(1, 2) : d.between(0, 2))];
    one_operator_model m{.code = builtin::quantize,
                         .tensors = {coded(d, from, shape), coded(d, to, shape)}};
    m.tensors[1].scales[0] = m.tensors[0].scales[0] * d.scale(-16, 12);
    different += is_mixed(check_targets(m, {bytes_for(d, m.tensors[0])}));
    check_targets<contract::single_rounding>(m, {bytes_for(d, m.tensors[0])});
  }
  CHECK(different > 60);
}

TEST_CASE("random maps of int16 codes: every target has the codes of scalar, also over the input") {
  dice d(26);
  int different = 0;
  for (int i = 0; i < 200; ++i) {
    CAPTURE(i);
    constexpr std::array<builtin, 7> codes{builtin::logistic, builtin::tanh,       builtin::exp,
                                           builtin::abs,      builtin::leaky_relu, builtin::relu6,
                                           builtin::softmax};
    const builtin code = codes[static_cast<std::size_t>(d.between(0, 6))];
    CAPTURE(name_of(code));
    const std::vector<std::int32_t> shape{d.between(1, 3), d.between(0, 100)};
    one_operator_model m{.code = code};
    m.tensors = {coded(d, tensor_type::int16, shape), coded(d, tensor_type::int16, shape)};
    if (code == builtin::logistic || code == builtin::tanh || code == builtin::softmax)
      m.tensors[1].scales[0] = 1.0F / 32768;
    if (code == builtin::softmax) m.option(octet::field::softmax::beta, 1.0F);
    if (code == builtin::leaky_relu) m.option(octet::field::leaky_relu::alpha, d.scale(-6, 1));
    different += is_mixed(check_targets(m, {bytes_for(d, m.tensors[0])}));
    check_targets<contract::single_rounding>(m, {bytes_for(d, m.tensors[0])});
  }
  CHECK(different > 150);
}

/// Whether load takes options for a backend.
template <class Backend>
concept TakesOptions = requires(std::span<std::uint8_t> memory, const simd_options& options) {
  octet::load<Backend>(weighted, octet::flatbuffer::bytes{}, memory, options);
};
static_assert(TakesOptions<simd_backend> && !TakesOptions<octet::scalar>);

TEST_CASE("options reach every node") {
  const simd_options options{.target = octet::simd_target::portable, .packed = false};
  const octet::detail::simd_encoder<simd_backend> encoder(options);
  const octet::detail::simd_choice choice(encoder(0).backend_choice);
  CHECK(choice.target() == octet::simd_target::portable);
  CHECK(!choice.packed());
  const octet::detail::simd_choice nothing_chosen(std::uint32_t{0});
  CHECK(nothing_chosen.target() == octet::best_target());
  CHECK(nothing_chosen.packed());
  CHECK(!octet::detail::simd_choice(simd_options{.enabled = false}).target());
}
