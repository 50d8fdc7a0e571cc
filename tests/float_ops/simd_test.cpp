// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Float operators in models on every SIMD target against those of the scalar backend.
#include "octet/float_ops/simd.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "float_ops/real_case.hpp"
#include "octet/convert/executor.hpp"
#include "support/one_operator_model.hpp"

using octet::builtin;
using octet_test::dice;
using octet_test::model_tensor;
using octet_test::one_operator_model;

namespace {

namespace field = octet::field;
using sizes = std::vector<std::int32_t>;

/// A tensor of floats; constant where `d` is there to draw its values.
model_tensor floats(const sizes& shape, dice* d = nullptr) {
  std::size_t count = 1;
  for (const std::int32_t size : shape) count *= static_cast<std::size_t>(size);
  model_tensor t{octet::tensor_type::float32, shape, {}, {}, {}};
  if (d != nullptr) t.data = octet_test::bytes_of(octet_test::reals(*d, count));
  return t;
}

std::vector<float> output_of(const std::vector<std::uint8_t>& file,
                             const octet::simd_options& options, const std::vector<float>& sample) {
  octet::convert::executor model(file, options);
  model.run(sample);
  const auto output = model.output(0);
  return {output.begin(), output.end()};
}

void check(const one_operator_model& m) {
  dice d(7);
  const std::vector<std::uint8_t> file = m.file();
  const octet::convert::executor scalar(file, {.enabled = false});
  const std::vector<float> sample = octet_test::reals(d, scalar.sample_size());
  const std::vector<float> plain = output_of(file, {.enabled = false}, sample);
  const std::vector<double> expected(plain.begin(), plain.end());
  CHECK(octet_test::close(output_of(file, {.packed = false}, sample), expected));
  for (std::size_t i = 0; i < octet::simd_target_names.size(); ++i) {
    const auto target = static_cast<octet::simd_target>(i);
    if (!octet::has_target(target)) continue;
    CAPTURE(std::string(octet::name_of(target)));
    CHECK(octet_test::close(output_of(file, {.target = target}, sample), expected));
  }
}

/// A layer over (2,9,7,channels) with `same` padding; its filter and bias, which may be absent, are
/// inputs of the model where they are not drawn.
one_operator_model convolution(builtin code, sizes filter, std::int32_t stride, dice* constant,
                               bool has_bias) {
  const std::int32_t channels = code == builtin::depthwise_conv_2d ? 6 : filter[3];
  const std::int32_t outputs = code == builtin::depthwise_conv_2d ? filter[3] : filter[0];
  const sizes output{2, (9 + stride - 1) / stride, (7 + stride - 1) / stride, outputs};
  one_operator_model m{code, {floats({2, 9, 7, channels}), floats(filter, constant)}};
  if (has_bias) m.tensors.push_back(floats({outputs}, constant));
  m.tensors.push_back(floats(output));
  // CONV_2D and DEPTHWISE_CONV_2D number the fields that are set here alike.
  return m.option(field::conv_2d::padding, std::int8_t{0})
      .option(field::conv_2d::stride_w, stride)
      .option(field::conv_2d::stride_h, stride);
}

/// From (2,4,5,channels) to (2,height,width,outputs).
one_operator_model transposed(sizes filter, std::int32_t stride, std::int8_t padding,
                              std::int32_t height, std::int32_t width, dice* constant) {
  model_tensor shape{octet::tensor_type::int32, {4}, {}, {}, {}};
  shape.data = octet_test::bytes_of(sizes{2, height, width, filter[0]});
  one_operator_model m{builtin::transpose_conv,
                       {shape, floats(filter, constant), floats({2, 4, 5, filter[3]}),
                        floats({2, height, width, filter[0]})}};
  return m.option(field::transpose_conv::padding, padding)
      .option(field::transpose_conv::stride_w, stride)
      .option(field::transpose_conv::stride_h, stride);
}

}  // namespace

TEST_CASE("float convolutions of constant and of computed filters") {
  dice d(1);
  for (dice* constant : {&d, static_cast<dice*>(nullptr)}) {
    for (const bool has_bias : {true, false}) {
      for (const std::int32_t stride : {1, 2}) {
        check(convolution(builtin::conv_2d, {19, 3, 3, 5}, stride, constant, has_bias));
        check(convolution(builtin::conv_2d, {4, 1, 1, 33}, stride, constant, has_bias));
        check(convolution(builtin::depthwise_conv_2d, {1, 3, 3, 6}, stride, constant, has_bias));
        check(convolution(builtin::depthwise_conv_2d, {1, 5, 3, 18}, stride, constant, has_bias));
      }
    }
  }
}

TEST_CASE("float fully_connected of one row, of many, and of a computed filter") {
  dice d(3);
  for (const std::int32_t rows : {1, 3, 40}) {
    for (dice* constant : {&d, static_cast<dice*>(nullptr)}) {
      check({builtin::fully_connected,
             {floats({rows, 37}), floats({21, 37}, constant), floats({21}, constant),
              floats({rows, 21})}});
    }
  }
}

TEST_CASE("float batch_matmul of a constant matrix and of stacks") {
  dice d(4);
  for (const bool adjoint_x : {false, true}) {
    for (const bool adjoint_y : {false, true}) {
      const auto matrix = [](bool swapped, std::int32_t rows, std::int32_t columns) {
        return swapped ? sizes{columns, rows} : sizes{rows, columns};
      };
      const sizes x = matrix(adjoint_x, 12, 35), y = matrix(adjoint_y, 35, 18);
      one_operator_model m{builtin::batch_matmul,
                           {floats({3, x[0], x[1]}), floats(y, &d), floats({3, 12, 18})}};
      m.option(field::batch_matmul::adjoint_x, std::uint8_t{adjoint_x})
          .option(field::batch_matmul::adjoint_y, std::uint8_t{adjoint_y});
      check(m);
      m.tensors[1] = floats({3, y[0], y[1]});
      check(m);
    }
  }
}

TEST_CASE("float transpose_conv") {
  dice d(5);
  for (dice* constant : {&d, static_cast<dice*>(nullptr)}) {
    check(transposed({6, 3, 3, 5}, 2, 0, 8, 10, constant));   // same
    check(transposed({17, 2, 2, 3}, 2, 1, 8, 10, constant));  // valid: phases are pixels
    check(transposed({4, 4, 3, 9}, 1, 1, 7, 7, constant));
    check(transposed({4, 2, 2, 9}, 3, 1, 11, 14, constant));  // outputs without an input
  }
}

TEST_CASE("float add, sub and mul, broadcast or not") {
  for (const builtin code : {builtin::add, builtin::sub, builtin::mul}) {
    for (const sizes& other : {sizes{2, 5, 19}, sizes{19}, sizes{1}, sizes{5, 1}}) {
      one_operator_model m{code, {floats({2, 5, 19}), floats(other), floats({2, 5, 19})}};
      check(m.option(field::add::activation, std::int8_t{2}));
      std::swap(m.tensors[0], m.tensors[1]);
      check(m);
    }
  }
}

TEST_CASE("float rectifiers pass on what is no number and what is infinite") {
  constexpr float inf = std::numeric_limits<float>::infinity();
  std::vector<float> sample(37);
  for (std::size_t i = 0; i < sample.size(); ++i) sample[i] = static_cast<float>(i) - 18.5F;
  sample[20] = std::numeric_limits<float>::quiet_NaN();
  sample[21] = inf;
  sample[22] = -inf;
  for (const builtin code :
       {builtin::relu, builtin::relu6, builtin::relu_0_to_1, builtin::relu_n1_to_1}) {
    const one_operator_model m{code, {floats({37}), floats({37})}};
    const std::vector<float> expected = output_of(m.file(), {.enabled = false}, sample);
    const std::vector<float> actual = output_of(m.file(), {}, sample);
    REQUIRE(expected[21] == (code == builtin::relu ? inf : code == builtin::relu6 ? 6.0F : 1.0F));
    for (std::size_t i = 0; i < sample.size(); ++i) {
      if (i == 20) CHECK(actual[i] != actual[i]);
      if (i != 20) CHECK(actual[i] == expected[i]);
    }
  }
}

TEST_CASE("a float LSTM, run twice") {
  dice d(6);
  for (const std::uint8_t time_major : {std::uint8_t{0}, std::uint8_t{1}}) {
    for (const std::int32_t cells : {1, 5, 20}) {
      one_operator_model m{.code = builtin::unidirectional_sequence_lstm,
                           .tensors = std::vector<model_tensor>(25, {.is_absent = true})};
      m.tensors[0] = floats({2, 3, 7});
      m.tensors[24] = floats({2, 3, cells});
      for (std::size_t gate = 0; gate < 4; ++gate) {
        m.tensors[1 + gate] = floats({cells, 7}, &d);
        m.tensors[5 + gate] = floats({cells, cells}, &d);
        m.tensors[12 + gate] = floats({cells}, &d);
      }
      for (const std::size_t state : {18U, 19U}) {
        m.tensors[state] = floats({time_major != 0 ? 3 : 2, cells});
        m.tensors[state].is_variable = true;
      }
      m.option(field::unidirectional_sequence_lstm::activation, std::int8_t{4})
          .option(field::unidirectional_sequence_lstm::cell_clip, 1.5F)
          .option(field::unidirectional_sequence_lstm::time_major, time_major);
      const std::vector<float> sample = octet_test::reals(d, 42);
      octet::convert::executor simd(m.file()), scalar(m.file(), {.enabled = false});
      for (int run = 0; run < 2; ++run) {
        simd.run(sample);
        scalar.run(sample);
        const auto actual = simd.output(0), expected = scalar.output(0);
        CHECK(
            octet_test::close({actual.begin(), actual.end()}, {expected.begin(), expected.end()}));
      }
    }
  }
}
